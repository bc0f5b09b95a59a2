import Foundation
import HTTPTypes

/// The table in `docs/design-rules.md` of what each address has.
struct AddressTable {
  struct Row: Equatable {
    /// Whether the rate of a client counts there.
    let isCounted: Bool
    /// Of `ETag`, `304` and `If-Match` those that it has.
    let conditions: [String]
    /// Whether it takes an `Idempotency-Key`; `nil` where it asks for one.
    let takesKey: Bool?
    /// Whether it has pages.
    let hasPages: Bool
  }

  /// By method and path.
  let rows: [String: Row]

  init() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/design-rules.md")
    let lines = try String(contentsOf: page.standardized, encoding: .utf8).split(separator: "\n")
    var rows: [String: Row] = [:]
    for line in lines {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, let name = cells[0].wholeMatch(of: /`((?:GET|PUT|POST|DELETE) \/[^`]*)`/)?.output.1
      else { continue }
      rows[String(name)] = Row(
        isCounted: cells[1] == "yes",
        conditions: cells[2].matches(of: /`([^`]+)`/).map { String($0.output.1) },
        takesKey: ["must": nil, "may": true][cells[3]] ?? false,
        hasPages: cells[4] == "yes"
      )
    }
    self.rows = rows
  }
}

extension AddressTable.Row {
  /// What the answers of one address show of it.
  init(_ answers: [AnswerTour.Answer]) {
    let replies = answers.map(\.reply)
    let good = replies.filter { (200..<300).contains($0.status) }
    isCounted = good.contains { $0.headers[.rateLimit] != nil && $0.headers[.rateLimitPolicy] != nil }
    conditions = [
      good.allSatisfy { $0.headers[.eTag] != nil } && !good.isEmpty ? "ETag" : nil,
      replies.contains { $0.status == 304 } ? "304" : nil, replies.contains { $0.status == 412 } ? "If-Match" : nil,
    ].compactMap(\.self)
    let isAsked = replies.contains { $0.status == 400 && $0.faults.contains("Idempotency-Key") }
    takesKey = isAsked ? nil : replies.contains { $0["code"].text == "reused-key" }
    hasPages = good.contains { $0.json.keys.contains("volgende") }
  }
}

extension AnswerTour.Answer {
  /// Without its query.
  var path: String { String(address.prefix { $0 != "?" }) }
}
