import Foundation

/// Figures that each have a limit of their own, with the notes that belong to them.
struct LimitReport: Encodable {
  struct Line: Encodable {
    let what: String
    let figure: Double
    let unit: String
    /// The most that it may be; `nil` for one that only explains others.
    var limit: Double?

    var isWithin: Bool { limit.map { figure <= $0 } ?? true }
  }

  let title: String
  var lines: [Line] = []
  var notes: [String] = []

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
    let width = lines.map(\.what.count).max() ?? 0
    let rows = lines.map { line in
      let limit = line.limit.map { "  (at most \(Self.short($0))\(line.isWithin ? "" : ": NOT REACHED"))" } ?? ""
      let name = line.what + String(repeating: " ", count: width - line.what.count)
      return "\(name)  \(Self.short(line.figure)) \(line.unit)\(limit)"
    }
    return ([title, ""] + rows + [""] + notes.map { "- \($0)" }).joined(separator: "\n")
  }

  private static func short(_ value: Double) -> String {
    value.rounded() == value ? String(format: "%.0f", value) : String(format: value < 10 ? "%.2f" : "%.1f", value)
  }
}
