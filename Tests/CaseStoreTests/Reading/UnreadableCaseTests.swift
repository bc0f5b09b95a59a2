import CaseCore
import CaseReading
import DeadlineAdministration
import Foundation
import Postgres
import StoreAdministration
import TestOffice
import Testing

/// One case that cannot be read stops nothing but itself.
@Suite("A case that cannot be read") struct UnreadableCaseTests {
  /// How a case can be unreadable.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statement: @Sendable (UUID) -> Statement
    let reason: UnreadableCase.Reason
  }

  static let damages = [
    Damage(
      testDescription: "its key is wrapped by one that the keyring does not have",
      statement: { "update keyring.case_key set wrapped_by = 'gone' where case_id = \($0)" },
      reason: .keyMissing
    ),
    Damage(
      testDescription: "its content is damaged",
      statement: { "update case_file set snapshot = snapshot || '\\x00'::bytea where id = \($0)" },
      reason: .damaged
    ),
    Damage(
      testDescription: "its columns and its content differ",
      statement: { "update case_file set revision = 7 where id = \($0)" },
      reason: .damaged
    ),
  ]

  @Test("lists show the others and name it", arguments: damages) func lists(_ damage: Damage) async throws {
    let office = try await Office()
    let aliases = try await [office.apply().alias, office.apply().alias, office.apply().alias].compactMap(\.self)
    let id = try await office.caseID(aliases[1])
    try await office.tamper(damage.statement(id))
    let page = try await office.reader.page(for: Office.clerk, after: nil, limit: 10)
    #expect(Set(page.cases.map(\.alias)) == [aliases[0], aliases[2]])
    #expect(page.unreadable.map(\.caseID) == [id])
    #expect(page.unreadable.map(\.alias) == [aliases[1]])
    #expect(page.unreadable.map(\.reason) == [damage.reason])
    #expect(page.unreadable.map(\.isForReader) == [true])
    let deadlines = try await office.reader.deadlines(for: Office.clerk, enough: .max, limit: .max)
    #expect(Set(deadlines.deadlines.map(\.alias)) == [aliases[0], aliases[2]])
    #expect(deadlines.unreadable.map(\.alias) == [aliases[1]])
  }

  @Test("it is not named to someone in whose roles no whole case is read") func outsider() async throws {
    let office = try await Office()
    let id = try await office.caseID(office.apply().alias)
    try await office.tamper(Self.damages[0].statement(id))
    // The first is a role of another organisation's, the second one of theirs that they do not act in.
    for roles in [["reviewer"], []] as [Set<String>] {
      let outsider = Actor(subject: "x", organisation: Office.clerk.organisation, roles: roles)
      let page = try await office.reader.page(for: outsider, after: nil, limit: 10)
      #expect(page.unreadable.map(\.isForReader) == [false])
      let alias = try await office.aliasOf(id, for: outsider)
      #expect(try await office.reader.view(alias, for: outsider) == nil)
    }
  }

  @Test("a plan for another version leaves it where it is, and moves the others") func plan() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let aliases = try await [office.apply().alias, office.apply().alias, office.apply().alias].compactMap(\.self)
    let id = try await office.caseID(aliases[1])
    try await office.tamper(Self.damages[0].statement(id))
    let migrator = try await CaseUpgraderTests.migrator(office, to: next)
    var unreadable: [PlannedCase] = []
    let plan = try await migrator.plan { if $0.upgrade == .stays([.unreadable]) { unreadable.append($0) } }
    #expect((plan.moves, plan.stays, plan.staying) == (2, 1, [.unreadable: 1]))
    #expect(unreadable.map(\.caseID) == [id] && unreadable.map(\.state) == ["received"])
    let report = try await migrator.carryOut(plan.digest)
    #expect((report.moved, report.stayed, report.changed) == (2, 1, 0))
  }

  @Test("a plan of settings counts it, and the others get the new settings", arguments: damages)
  func settings(_ damage: Damage) async throws {
    let both = try await Administrators()
    let office = both.office
    let aliases = try await [office.apply().alias, office.apply().alias, office.apply().alias].compactMap(\.self)
    let id = try await office.caseID(aliases[1])
    try await office.tamper(damage.statement(id))
    let number = try await both.propose(Administrators.stalled(20))
    var planned: [UUID] = []
    let plan = try await both.settingsService.plan(number, for: Administrators.second) { planned.append($0.caseID) }
    #expect((plan.looked, plan.changes, plan.unreadable) == (3, 2, 1))
    #expect(planned.count == 2 && !planned.contains(id))
    _ = try await both.settingsService.approve(number, plan: plan.digest, by: Administrators.second)
    var failed: [UUID] = []
    let progress = try await both.settingsService.bringUp(onFailure: { id, _ in failed.append(id) })
    #expect((progress.done, progress.failed) == (2, 1))
    #expect(failed == [id])
  }
}
