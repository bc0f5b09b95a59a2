import CaseCore
import Development
import Foundation
import NIOCore
import Server
import StoreBase
import Testing

/// What a service answers about all its cases to everyone who takes part in one, by address and reader.
struct Contents {
  private(set) var answers: [String: Any] = [:]

  private struct Page: Decodable {
    struct Item: Decodable {
      let id: String?
    }

    let casussen: [Item]
    let volgende: String?
  }

  /// Of how many cases of an organisation the case itself and its journal are asked.
  private static let wholeCases = 4

  /// What only administrators are answered, of the proposals that ``ReleaseMaker`` makes.
  private static let administration = [
    "termijnvoorstellen", "termijnvoorstellen/1", "termijnvoorstellen/1/plan", "termijnvoorstellen/3/plan",
    "termijninstellingen",
  ]

  init(of instance: Instance, _ installation: Installation) async throws {
    let tokens = try LocalTokens(installation.settings)
    let organisations = try await Administration(installation.settings).organisations().map(\.organisation)
    for organisation in organisations.sorted(by: { $0.number < $1.number }) {
      let sender = try await Sender(
        organisation.number,
        roles: organisation.roles.sorted(),
        subject: "lezer",
        tokens: tokens
      )
      let reader = Reader(instance: instance, sender: sender)
      if organisation.roles.contains(AdministratorRole.general) {
        for address in Self.administration { try await keep("/v1/\(address)", reader) }
      } else {
        try await read(reader)
      }
    }
  }

  /// - Parameter data: as ``json`` gave it.
  init(_ data: Data) throws {
    answers = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// An answer a line, so that a difference shows which.
  var json: Data {
    get throws {
      let form: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
      let lines = try answers.sorted { $0.key < $1.key }.map { address, answer in
        let text = try JSONSerialization.data(withJSONObject: answer, options: form)
        return "\"\(address)\": \(String(decoding: text, as: UTF8.self))"
      }
      return Data("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
    }
  }

  private mutating func read(_ reader: Reader) async throws {
    var ids: [String] = []
    var address = "/v1/casussen"
    var cases: [Any] = []
    while true {
      let answer = try await reader.get(address)
      let page = try JSONDecoder().decode(Page.self, from: answer)
      ids += page.casussen.compactMap(\.id)
      let object = try #require(try JSONSerialization.jsonObject(with: answer) as? [String: Any])
      cases += try #require(object["casussen"] as? [Any])
      guard let next = page.volgende else { break }
      address = "/v1/casussen?na=\(next)"
    }
    answers["\(reader.organisation) /v1/casussen"] = cases
    try await keep("/v1/vernietigingen", reader)
    try await keep("/v1/agenda-adressen", reader)
    for id in ids.prefix(Self.wholeCases) {
      try await keep("/v1/casussen/\(id)", reader)
      try await keep("/v1/casussen/\(id)/journaal", reader)
    }
  }

  private mutating func keep(_ address: String, _ reader: Reader) async throws {
    answers["\(reader.organisation) \(address)"] = try JSONSerialization.jsonObject(with: try await reader.get(address))
  }

  /// Somebody with a token for all roles of an organisation.
  private struct Reader {
    let instance: Instance
    let sender: Sender

    var organisation: String { sender.organisation }

    func get(_ address: String) async throws -> Data {
      try await sender.answer(instance.url + address, limit: .seconds(60)).body
    }
  }

  /// Where `later` no longer says what this says: an answer may gain properties, and lose or change none.
  func differences(from later: Contents) -> [String] { Self.differences(answers, later.answers, at: "") }

  private static func differences(_ old: Any, _ new: Any?, at place: String) -> [String] {
    switch (old, new) {
    case (let old as [String: Any], let new as [String: Any]):
      return old.keys.sorted().flatMap { differences(old[$0] ?? NSNull(), new[$0], at: "\(place)/\($0)") }
    case (let old as [Any], let new as [Any]) where old.count < new.count && place.hasSuffix("/journaal/vermeldingen"):
      let known = new.filter { !isOwn($0, at: place) || old.map(revision).contains(revision($0)) }
      guard known.count == old.count else { return ["\(place): \(old), now \(new)"] }
      return differences(old, known, at: place)
    case (let old as [Any], let new as [Any]) where old.count == new.count:
      return old.indices.flatMap { differences(old[$0], new[$0], at: "\(place)/\($0)") }
    case (let old as NSObject, let new as NSObject) where old == new: return []
    default: return ["\(place): \(old), now \(new ?? "nothing")"]
    }
  }

  /// Since 0.2.0 an organisation reads what its own people recorded, also where it is for others (decision 0061).
  private static func isOwn(_ entry: Any, at place: String) -> Bool {
    // A place begins with the number of who asks.
    let reader = place.dropFirst().prefix { $0 != " " }
    return (entry as? [String: Any])?["organisatie"] as? String == String(reader)
  }

  private static func revision(_ entry: Any) -> Int? { (entry as? [String: Any])?["revisie"] as? Int }
}
