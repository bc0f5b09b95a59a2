import Foundation

/// How figures are printed.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// A table for people.
  case text
  /// One object for machines.
  case json
}

/// Figures with the notes that belong to them.
struct Report: Encodable {
  let title: String
  let figures: Figures
  /// What a reader must know to judge the figures.
  let notes: [String]

  func print(as format: ReportFormat) throws {
    switch format {
    case .text: Swift.print(text)
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
  }

  private var text: String {
    ([title, "", table, ""] + figures.ratios.map(Self.line) + [""] + notes.map { "- \($0)" }).joined(separator: "\n")
  }

  private var table: String {
    let head = ["round", "flush µs"] + figures.columns.map { "\($0) \(figures.unit)" }
    let rows = figures.rounds.enumerated().map { index, round in
      [String(index + 1), Self.whole(round.flushMicroseconds)]
        + figures.columns.map { round.rates[$0].map(Self.whole) ?? "" }
    }
    let median =
      ["median", Self.whole(figures.rounds.map(\.flushMicroseconds).median)]
      + figures.columns.map { Self.whole(figures.values($0).median) }
    let all = [head] + rows + [median]
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in zip(row, widths).map(Self.padded).joined(separator: "  ") }.joined(separator: "\n")
  }

  private static func line(_ ratio: Figures.Ratio) -> String {
    "\(ratio.of) / \(ratio.over): \(hundredths(ratio.ratio)) "
      + "(\(hundredths(ratio.lowest)) to \(hundredths(ratio.highest)) by round; to reach: \(hundredths(ratio.reach)))"
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: width - text.count) + text
  }

  private static func whole(_ value: Double) -> String { String(format: "%.0f", value) }

  private static func hundredths(_ value: Double) -> String { String(format: "%.2f", value) }
}
