import CaseCore
import CaseDoor
import Foundation
import LocalTime
import StoreAdministration
import StoreBase
import TestOffice
import Testing

@Suite("What the review of rights counts") struct PersonActsTests {
  private static let day: Int64 = 86_400_000_000

  private static func lines(_ report: PersonActs.Report) -> [String] {
    report.acts.map { "\($0.organisation.suffix(1)) \($0.role) \($0.workflow) \($0.command) \($0.count)" }
  }

  @Test("A person's acts are counted over pages, within the period, and of content that is there") func acts()
    async throws
  {
    let office = try await Office()
    let store = PersonActs(office.pool, keyring: office.keyring, batch: 2)
    let aliases = [try await office.apply().alias, try await office.apply().alias]
    for alias in aliases + aliases { _ = try await office.note(alias) }
    let id = try await office.caseID(aliases[0])
    let theirs = try await office.aliasOf(id, for: Office.reviewer)
    _ = try await office.note(theirs, by: Office.reviewer)
    let report = try await store.report(of: Office.clerk.subject, days: 30)
    #expect(Self.lines(report) == ["1 clerk permit apply 2", "1 clerk permit note 4"])
    #expect(report.entries == 7 && report.unreadable == 0 && report.acts.allSatisfy { $0.vouched == 0 })
    #expect(try await Self.lines(store.report(of: Office.reviewer.subject, days: 30)) == ["2 reviewer permit note 1"])
    #expect(try await store.report(of: "nobody", days: 30).acts == [])
    // Of the same name, and another key.
    let stranger = try Keyring(text: Keyring.newText(keyName: "test"))
    let closed = try await PersonActs(office.pool, keyring: stranger).report(of: Office.clerk.subject, days: 30)
    #expect(closed.acts == [] && closed.entries == 7 && closed.unreadable == 7)
    _ = try await office.clock.advance(microseconds: 31 * Self.day)
    try await office.grant(aliases[0])
    let later = try await store.report(of: Office.clerk.subject, days: 30)
    #expect(Self.lines(later) == ["1 clerk permit judge 1"] && later.entries == 2)
    _ = try await office.destroy(aliases[0])
    #expect(try await store.report(of: Office.clerk.subject, days: 30).entries == 0)
  }

  @Test("Cases count for each role that reads something of them") func roles() async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply(applicant: Office.applicant.organisation).alias)
    _ = try await office.apply()
    try await office.assign(alias, to: Office.worker)
    let store = WorkflowStore(office.pool)
    func counts(_ actor: Actor) async throws -> [String] {
      try await store.roles(of: actor.organisation).map { "\($0.version) \($0.state) \($0.role ?? "?") \($0.count)" }
    }
    #expect(try await counts(Office.clerk) == ["1.0.0 received clerk 2"])
    #expect(try await counts(Office.worker) == ["1.0.0 received worker 1"])
    #expect(try await counts(Office.applicant) == [])
  }
}
