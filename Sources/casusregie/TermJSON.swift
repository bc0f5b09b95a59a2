import CaseCore
import Foundation

/// A count for machines.
struct TermJSON: Encodable {
  private let kind: String
  private let length: String
  /// The one of the two that was asked.
  private let from: String?
  private let before: String?
  /// The last day; of a term in hours the moment.
  private let due: String
  private let overAt: String
  private let calendar: String
  private let steps: [Line]
  private let warnings: [String]

  private struct Line: Encodable {
    let from: String
    let to: String
    let rule: String
    let source: String
  }

  init(_ answer: TermAnswer) {
    kind = answer.rule.kind.rawValue
    length = answer.rule.length.description
    from = answer.isBackward ? nil : answer.event
    before = answer.isBackward ? answer.event : nil
    overAt = Amsterdam.rfc3339(answer.dueDate.due)
    due = answer.dueDate.lastDay?.description ?? overAt
    calendar = answer.dueDate.calendarVersion
    steps = answer.dueDate.steps.map { Line(from: $0.begin, to: $0.end, rule: $0.text, source: $0.source) }
    warnings = answer.warnings
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
