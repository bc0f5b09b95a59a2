import Foundation

/// A rule of `docs/operations/prometheus/rules.yaml`.
struct AlertRule {
  static let folder = Program.root.appending(path: "docs/operations/prometheus")
  private static let repository = "https://github.com/casusregie/casusregie/blob/main/"

  let name: String
  let expression: String
  /// The page for whoever is called, and the chapter.
  let page: String
  let chapter: String

  static func all() throws -> [AlertRule] {
    let text = try String(contentsOf: folder.appending(path: "rules.yaml"), encoding: .utf8)
    return text.components(separatedBy: "- alert: ").dropFirst().map(AlertRule.init)
  }

  /// What is missing is empty.
  private init(_ text: String) {
    name = String(text.prefix { $0 != "\n" })
    expression = text.firstMatch(of: /\n +expr: (.+)\n/).map { String($0.output.1) } ?? ""
    let address = text.firstMatch(of: /\n +runbook_url: (\S+)\n/).map { String($0.output.1) } ?? ""
    let parts = address.replacing(Self.repository, with: "").split(separator: "#").map(String.init)
    (page, chapter) = (parts.first ?? "", parts.dropFirst().first ?? "")
  }
}

extension String {
  /// The metrics that an expression of Prometheus names.
  var seriesNames: Set<String> {
    Set(matches(of: /\b(?:casusregie|http)_[a-z_]+/).map { String($0.output) })
  }
}
