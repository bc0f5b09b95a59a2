import CaseCore
import CaseDoor
import CaseReading
import Foundation
import LocalTime
import Outbox
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing

@Suite("Who was told what of a case") struct DisclosureTests {
  private static let day: Int64 = 86_400_000_000

  private static func tellAll(in office: Office) async throws {
    let relay = RelayStore(office.pool)
    while let lease = try await relay.claim() {
      let events = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await relay.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
  }

  private static func lines(_ page: DisclosurePage) -> [String] {
    page.disclosures.map { told in
      "\(told.revision) \(told.organisation.suffix(1)) \(told.event) \(told.roles.joined(separator: "+"))"
    }.sorted()
  }

  /// The clerk is 1, the reviewer 2, the adviser 3, the applicant 4, the worker 5.
  @Test("As whom, on which ground, under which id, and when the broker had it") func record() async throws {
    let office = try await Office()
    let store = DisclosureStore(office.pool, keyring: office.keyring)
    let alias = try await office.apply(applicant: Office.applicant.organisation).alias
    let id = try await office.caseID(alias)
    try await office.assign(try #require(alias), to: Office.worker)
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(try #require(alias)))
    let waiting = try await store.page(of: id, after: 0)
    #expect(
      Self.lines(waiting) == [
        "1 1 aangemaakt clerk", "1 2 aangemaakt reviewer", "1 4 ontvangen applicant", "2 1 bijgewerkt clerk",
        "2 2 bijgewerkt reviewer", "2 5 aangemaakt worker", "3 1 bijgewerkt clerk",
        "3 2 deelname-beeindigd reviewer",
      ]
    )
    #expect(waiting.removed.isEmpty && waiting.next == nil)
    #expect(waiting.disclosures.allSatisfy { $0.sequence == nil && !$0.isConfirmed && $0.ground == "law" })
    try await Self.tellAll(in: office)
    let told = try await store.page(of: id, after: 1).disclosures
    let minute = try await office.read("select date_trunc('minute', service_now(), 'UTC')", as: PostgresTimestamp.self)
    #expect(told.count == 5 && told.allSatisfy { $0.isConfirmed && $0.sequence != nil })
    #expect(told.allSatisfy { $0.confirmedAt.map { $0 <= Instant(minute!) } == true })
    // By any id of the case.
    for actor in [Office.clerk, Office.worker] {
      #expect(try await store.caseID(of: try await office.aliasOf(id, for: actor)) == id)
    }
    #expect(try await store.caseID(of: id) == id)
    #expect(try await store.caseID(of: UUID()) == nil)
    let reviewer = try await store.page(toldTo: Office.reviewer.organisation, after: 0)
    #expect(reviewer.disclosures.map(\.event) == ["aangemaakt", "bijgewerkt", "deelname-beeindigd"])
    #expect(reviewer.disclosures.allSatisfy { $0.roles == ["reviewer"] } && reviewer.next == nil)
    let own = try await office.aliasOf(id, for: Office.reviewer)
    #expect(reviewer.disclosures.allSatisfy { $0.alias == own })
  }

  @Test("What went when its retention was over is said to have been there; of a destroyed case no roles are known")
  func removed() async throws {
    let office = try await Office()
    let store = DisclosureStore(office.pool, keyring: office.keyring)
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    #expect(try await office.count("select count(*) from confirmation") > 0)
    try await RetentionStore(office.pool).removeConfirmedEvents(olderThan: 40)
    #expect(try await office.count("select count(*) from confirmation") == 0)
    _ = try await office.note(alias)
    try await Self.tellAll(in: office)
    let page = try await store.page(of: id, after: 0)
    #expect(page.removed.map(\.revision) == [1])
    let last = try #require(page.disclosures.map(\.revision).max())
    #expect(last > 1 && page.disclosures.allSatisfy { $0.revision > 1 && $0.isConfirmed && $0.confirmedAt != nil })
    #expect(try await store.removed(of: Office.clerk.organisation) == 1)
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    let destroyed = try await store.page(of: id, after: last)
    #expect(!destroyed.disclosures.isEmpty && destroyed.disclosures.allSatisfy { $0.roles == [] })
  }
}
