import CaseCore
import Foundation
import HTTPTypes
import Outbox
import Testing

/// Cases, and what is told of them.
extension AnswerTour {
  static let reason = #"{"reden":"telefonisch bevestigd"}"#

  static func search(_ name: String) -> String { #"{"kenmerk":"\#(name)"}"# }

  static func beginning(_ text: String) -> String {
    #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"\#(text)"}}"#
  }

  /// - Parameter named: whether it says which command it is, as one must whose address does not.
  static func note(_ text: String, named: Bool = true) -> String {
    #"{\#(named ? #""opdracht":"noteren","# : "")"grondslag":"wet","velden":{"tekst":"\#(text)"}}"#
  }

  /// It begins where there is no case yet.
  func cases() async throws {
    try await destroyed()
    let own = try await begun(at: "/v1/casussen")
    let judged = try await onlyListed(for: TestAPI.judge)
    try await ask(.get, "/v1/casussen", as: TestAPI.counter)
    for part in ["", "/termijnen", "/journaal", "/mogelijkheden"] {
      try await ask(.get, own + part, as: TestAPI.counter)
    }
    for (command, isNamed) in [("/opdrachten", true), ("/opdrachten/noteren", false)] {
      try await commands(own + command, isNamed: isNamed)
    }
    try await ask(.post, "\(judged)/opdrachten", as: TestAPI.judge, body: #"{"opdracht":"loslaten"}"#)
    try await ask(.post, "\(judged)/opdrachten/loslaten", as: TestAPI.judge, body: "{}")
    try await oversight(own)
    try await events()
    let receipt = try await ask(.post, "/v1/casussen", as: TestAPI.applicant, body: Self.beginning("een"))
    try await twice(try #require(receipt.headers[.location]), as: TestAPI.applicant)
    try await references(from: try await begun(at: "/v1/beginopdrachten/aanvragen"), to: own)
  }

  /// A case is found by its name, and lists the one that a note refers from.
  private func references(from other: String, to own: String) async throws {
    let view = try await ask(.get, own, as: TestAPI.counter)
    let name = try #require(view["kenmerk"].text, "\(view.text)")
    try await ask(.post, "/v1/casussen/zoeken", as: TestAPI.counter, body: Self.search(name))
    let note = #"{"grondslag":"wet","velden":{"tekst":"een","eerder":"\#(own.suffix(36))"}}"#
    try await ask(.post, "\(other)/opdrachten/noteren", as: TestAPI.counter, body: note)
    let list = try await ask(.get, "\(own)/verwijzingen", as: TestAPI.counter)
    try #require(list["verwijzingen"].items.count == 1, "\(list.text)")
  }

  /// - Returns: the address of the case.
  private func begun(at address: String) async throws -> String {
    let key = UUID().uuidString
    let begun = try await ask(.post, address, as: TestAPI.counter, body: Self.beginning("een"), key: key)
    try await ask(.post, address, as: TestAPI.counter, body: Self.beginning("twee"), key: key)
    try await ask(.post, address, as: TestAPI.judge, body: Self.beginning("een"))
    return try #require(begun.headers[.location], "\(begun.text)")
  }

  private func commands(_ address: String, isNamed: Bool) async throws {
    let key = UUID().uuidString
    try await ask(.post, address, as: TestAPI.counter, body: Self.note("een", named: isNamed), key: key)
    try await ask(.post, address, as: TestAPI.counter, body: Self.note("twee", named: isNamed), key: key)
    let body = Self.note("drie", named: isNamed)
    try await ask(.post, address, as: TestAPI.counter, body: body, headers: [.ifMatch: "\"1\""])
  }

  /// A case that was destroyed, asked for by whoever took part in it.
  private func destroyed() async throws {
    let gone = try await api.newCase()
    let seen = try await api.onlyCase(of: TestAPI.watch)
    try await api.grant(gone)
    try await ask(.post, "\(gone)/opdrachten", as: TestAPI.counter, body: #"{"opdracht":"vernietigen"}"#)
    for part in ["", "/termijnen", "/journaal", "/mogelijkheden", "/verwijzingen"] {
      try await ask(.get, gone + part, as: TestAPI.counter)
    }
    try await ask(.post, "\(gone)/opdrachten", as: TestAPI.counter, body: Self.note("een"))
    let body = Self.note("een", named: false)
    try await ask(.post, "\(gone)/opdrachten/noteren", as: TestAPI.counter, body: body)
    for part in ["/verstrekkingen", "/ontvangstbevestigingen"] {
      try await ask(.get, seen + part, as: TestAPI.watch)
    }
    let closing = "\(seen)/ontvangstbevestigingen/\(UUID().uuidString.lowercased())/afsluiting"
    try await ask(.post, closing, as: TestAPI.watch, body: Self.reason)
    let list = try await ask(.get, "/v1/vernietigingen", as: TestAPI.counter)
    let id = try #require(list["vernietigingen"][0]["id"].text, "\(list.text)")
    try await twice("/v1/vernietigingen/\(id)", as: TestAPI.counter)
  }

  /// - Parameter own: the case as the desk knows it, which does not oversee it.
  private func oversight(_ own: String) async throws {
    let seen = try await onlyListed(for: TestAPI.watch)
    for part in ["/verstrekkingen", "/ontvangstbevestigingen"] {
      try await ask(.get, seen + part, as: TestAPI.watch)
      try await ask(.get, own + part, as: TestAPI.counter)
    }
    let list = try await api.send(.get, "\(seen)/ontvangstbevestigingen", as: TestAPI.watch)
    let theirs = list["ontvangstbevestigingen"].items.first {
      $0["organisatie"].text == TestAPI.counter.organisation
    }
    let id = try #require(theirs?["id"].text, "\(list.text)")
    for (address, actor) in [(seen, TestAPI.watch), (own, TestAPI.counter)] {
      let (ending, key) = ("\(address)/ontvangstbevestigingen/\(id)/afsluiting", UUID().uuidString)
      try await ask(.post, ending, as: actor, body: Self.reason, key: key)
      try await ask(.post, ending, as: actor, body: #"{"reden":"een andere"}"#, key: key)
    }
  }

  private func events() async throws {
    let store = RelayStore(api.pool)
    while let lease = try await store.claim() {
      let events = try await store.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await store.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    let organisation = TestAPI.judge.organisation
    let told = try await asSystem(of: organisation, .get, "/v1/gebeurtenissen")["gebeurtenissen"].items
    let event = try #require(told.first { $0["ontvangstbevestiging"].value as? Bool == true }?["id"].text)
    try await asSystem(of: organisation, .put, "/v1/gebeurtenissen/\(event)/ontvangstbevestiging")
    let standing = try await asSystem(of: organisation, .get, "/v1/gebeurtenissen/stand")
    let known: HTTPFields = [.ifNoneMatch: standing.headers[.eTag] ?? ""]
    try await asSystem(of: organisation, .get, "/v1/gebeurtenissen/stand", headers: known)
  }

  /// The address of the one case that somebody's list has.
  private func onlyListed(for actor: Actor) async throws -> String {
    let list = try await ask(.get, "/v1/casussen", as: actor)
    return "/v1/casussen/\(try #require(list["casussen"][0]["id"].text, "\(list.text)"))"
  }
}
