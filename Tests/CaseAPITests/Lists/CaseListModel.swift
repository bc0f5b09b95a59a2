import CaseCore
import Foundation
import HTTPTypes
import Testing

/// A question to the list of cases, and what it comes to by an independent reading: from what each case by itself is shown as.
struct CaseListModel {
  var parameters: [(String, String)] = []

  /// Every kind of question, at random.
  init(using random: inout some RandomNumberGenerator, moments: [String]) {
    func maybe(_ key: String, _ values: [String]) {
      if Int.random(in: 0..<3, using: &random) == 0, let value = values.randomElement(using: &random) {
        parameters.append((key, value))
      }
    }
    maybe("werkstroom", ["uitleen"])
    maybe("fase", ["ontvangen", "verleend"])
    maybe("verlopen", ["true", "false"])
    maybe("opgeschort", ["true", "false"])
    maybe("rol", ["balie", "keurder", "adviseur", "uitvoerder"])
    maybe("gewijzigdSinds", moments)
    maybe("inFaseSinds", moments.map { String($0.prefix(10)) })
    maybe("sorteer", ["uiterlijkTijdstip", "-uiterlijkTijdstip", "faseSinds", "-faseSinds", "id"])
  }

  var query: String { parameters.map { "\($0.0)=\($0.1)" }.joined(separator: "&") }

  private func value(_ key: String) -> String? { parameters.first { $0.0 == key }?.1 }

  /// - Parameter cases: what `GET /v1/casussen/{id}` answers the reader.
  func ids(of cases: [Node], now: Instant) throws -> [String] {
    let due = Dictionary(uniqueKeysWithValues: try cases.map { ($0["id"].text ?? "", try Self.due($0)) })
    let since = Dictionary(uniqueKeysWithValues: cases.map { ($0["id"].text ?? "", $0["faseSinds"].text ?? "9999") })
    return try cases.filter { try takes($0, now: now) }.compactMap { $0["id"].text }.sorted { one, other in
      let (first, second) = (due[one] ?? .max, due[other] ?? .max)
      let (earlier, later) = (since[one] ?? "", since[other] ?? "")
      return switch value("sorteer") {
      case "uiterlijkTijdstip": (first, one) < (second, other)
      case "-uiterlijkTijdstip": (first, one) > (second, other)
      case "faseSinds": (earlier, one) < (later, other)
      case "-faseSinds": (earlier, one) > (later, other)
      default: one < other
      }
    }
  }

  /// What is said of a case: whether a deadline is over, who must act, and since when it is in its phase.
  struct Urgency: Equatable {
    let isOverdue: Bool
    let awaited: Set<String>
    let since: String?

    /// - Parameter listed: one of a list.
    init(listed: Node) {
      isOverdue = listed["verlopen"].value as? Bool == true
      awaited = Set(listed["aanZet"].items.compactMap { $0["sleutel"].text })
      since = listed["faseSinds"].text
    }

    /// - Parameter shown: what the case by itself is shown as.
    init(shown: Node, now: Instant) throws {
      isOverdue = try CaseListModel.due(shown) <= now
      let roles = CaseListModel.parts(shown).flatMap { $0["aanZet"].items }.compactMap { $0["rol"]["sleutel"].text }
      awaited = Set(roles)
      since = shown["faseSinds"].text
    }
  }

  private func takes(_ found: Node, now: Instant) throws -> Bool {
    let deadlines = Self.parts(found).flatMap { $0["termijnen"].items }
    let urgency = try Urgency(shown: found, now: now)
    let isSuspended = deadlines.contains { $0["opgeschort"].value as? Bool == true }
    return try value("werkstroom").map { $0 == found["werkstroom"].text } ?? true
      && value("fase").map { $0 == found["fase"].text } ?? true
      && value("verlopen").map { ($0 == "true") == urgency.isOverdue } ?? true
      && value("opgeschort").map { ($0 == "true") == isSuspended } ?? true
      && value("rol").map(urgency.awaited.contains) ?? true
      && value("inFaseSinds").map { day in found["faseSinds"].text.map { $0 <= day } ?? false } ?? true
      && value("gewijzigdSinds").map { since in
        try found["gewijzigdTijdstip"].text.map { try Instant(rfc3339: $0) >= Instant(rfc3339: since) } ?? false
      } ?? true
  }

  fileprivate static func parts(_ found: Node) -> [Node] { [found] + found["onderdelen"].items }

  fileprivate static func due(_ found: Node) throws -> Instant {
    try parts(found).flatMap { $0["termijnen"].items }.compactMap {
      try $0["uiterlijkTijdstip"].text.map(Instant.init(rfc3339:))
    }
    .min() ?? .max
  }
}
