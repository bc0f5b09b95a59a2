import CaseCore
import Foundation
import HTTPTypes
import Outbox
import Postgres
import Testing

/// Whoever oversees a case sees who was told what of it.
@Suite("Who was told, for oversight") struct DisclosureTests {
  @Test("Oversight sees it, a party of the case is told that it may not, and for others there is no case")
  func forOversight() async throws {
    let api = try await TestAPI()
    let own = try await api.newCase(applicant: true)
    let seen = try await api.onlyCase(of: TestAPI.watch)
    let reply = try await api.send(.get, "\(seen)/verstrekkingen", as: TestAPI.watch)
    #expect(reply.status == 200 && reply["volgende"].isNull && reply["verwijderd"].items.isEmpty)
    let told = reply["verstrekkingen"].items
    let roles = Dictionary(
      told.map { ($0["organisatie"].text ?? "", $0["rollen"].items.compactMap { $0["sleutel"].text }) }
    ) { first, _ in first }
    #expect(roles[TestAPI.counter.organisation] == ["balie"] && roles[TestAPI.judge.organisation] == ["keurder"])
    #expect(told.allSatisfy { $0["bevestigd"].value as? Bool == false && $0["bevestigdTijdstip"].isNull })
    #expect(told.first?["grondslag"]["sleutel"].text == "wet" && told.first?["revisie"].number == 1)
    // No id of the case is in it: each has another, and that is for the organisation alone.
    #expect(!reply.text.contains(own.suffix(36)))
    #expect(try await api.send(.get, "\(seen)/verstrekkingen?na=1", as: TestAPI.watch)["verstrekkingen"].items.isEmpty)

    let party = try await api.send(.get, "\(own)/verstrekkingen", as: TestAPI.counter)
    #expect(party.status == 403 && party["code"].text == "not-entitled")
    for (path, actor) in [(seen, TestAPI.counter), (own, TestAPI.other), (own, TestAPI.watch)] {
      #expect(try await api.send(.get, "\(path)/verstrekkingen", as: actor).status == 404)
    }
    #expect(try await api.send(.get, "\(own)/verstrekkingen", as: TestAPI.applicant).status == 404)
  }

  @Test("When the broker had it is said to the minute") func confirmed() async throws {
    let api = try await TestAPI()
    _ = try await api.newCase()
    let store = RelayStore(api.pool)
    while let lease = try await store.claim() {
      let events = try await store.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await store.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    let seen = try await api.onlyCase(of: TestAPI.watch)
    let told = try await api.send(.get, "\(seen)/verstrekkingen", as: TestAPI.watch)["verstrekkingen"].items
    #expect(!told.isEmpty && told.allSatisfy { $0["bevestigd"].value as? Bool == true })
    #expect(told.allSatisfy { $0["bevestigdTijdstip"].text?.hasSuffix(":00Z") == true })
  }
}
