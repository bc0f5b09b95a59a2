import CaseCore
import CaseDoor
import CaseReading
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Running cases move to another version of their workflow, by a plan that somebody looked at.
@Suite("Moving cases to another version") struct CaseUpgraderTests {
  static func migrator(
    _ office: Office,
    to next: Workflow,
    casesPerBatch: Int = 2
  ) async throws -> CaseUpgrader {
    let store = WorkflowStore(office.pool)
    return CaseUpgrader(
      office.pool,
      keyring: office.keyring,
      move: try VersionMove(from: PermitWorkflow.workflow, to: next),
      from: try await store.version("1.0.0", of: "permit"),
      to: try await store.version(next.version, of: "permit"),
      casesPerBatch: casesPerBatch
    )
  }

  /// The clerk's case, with one vote.
  private func voted(_ office: Office) async throws -> UUID? {
    let alias = try await office.apply().alias
    let answer = try await office.give(
      "judge",
      by: Office.clerk,
      to: .alias(alias ?? UUID()),
      fields: ["vote": .string("yes")]
    )
    #expect(answer.revision == 2)
    return alias
  }

  @Test("a plan says of each running case where it lands, and is carried out as it says") func whole() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let received = try await office.apply().alias
    let granted = try await office.apply().alias
    try await office.grant(granted)
    let voted = try await voted(office)
    let destroyed = try await office.apply().alias
    try await office.grant(destroyed)
    _ = try await office.destroy(destroyed)
    _ = try await office.clock.advance(microseconds: 3 * 86_400_000_000)
    let before = try await office.stored(office.caseID(received))

    let migrator = try await Self.migrator(office, to: next)
    var planned: [UUID: PlannedCase] = [:]
    let plan = try await migrator.plan { planned[$0.caseID] = $0 }
    #expect((plan.moves, plan.stays, plan.overdue) == (2, 1, 0))
    #expect(plan.landing == ["received": 1, "granted": 1])
    #expect(plan.staying == [.decisionChanged("judgement", machine: "permit"): 1])
    #expect(try await migrator.plan().digest == plan.digest)
    #expect(plan.digest.count == 64)

    let report = try await migrator.carryOut(plan.digest)
    #expect((report.moved, report.stayed, report.changed) == (2, 1, 0))
    let id = try await office.caseID(received)
    let after = try await office.stored(id)
    try await expectMoved(after, from: before, planned[id], office)
    #expect(try await office.runningTimers(id) == office.runningTimers(after))
    #expect(try await office.stored(office.caseID(voted)).version == "1.0.0")
    #expect(
      try await office.list("select distinct version from case_file where id = \(id)", as: String.self) == ["1.1.0"]
    )
    #expect(try await office.verify().faults == [])
    #expect(try await migrator.plan().moves == 0)
  }

  private func expectMoved(_ after: Case, from before: Case, _ planned: PlannedCase?, _ office: Office) async throws {
    #expect(after.version == "1.1.0" && after.revision == before.revision + 1)
    guard case .lands(let landing)? = planned?.upgrade else { throw Unexpected() }
    let stalled = landing.deadlines.first { $0.name.name == "stalled" }
    #expect(stalled?.effect == .changed && stalled?.newDue == after.root.deadlines["stalled"]?.dueAt)
    #expect(stalled?.oldDue == before.root.deadlines["stalled"]?.dueAt)
    #expect(try #require(stalled?.newDue) > before.changedAt.adding(seconds: 20 * 86_400))
    #expect(after.root.deadlines["stalled"]?.startedAt == before.root.deadlines["stalled"]?.startedAt)
  }

  @Test("the entry is one like any other: read by the audience, told to it, without an actor") func entry() async throws
  {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let alias = try await office.apply().alias
    _ = try await office.note(alias)
    let migrator = try await Self.migrator(office, to: next)
    let plan = try await migrator.plan()
    try await migrator.carryOut(plan.digest)
    let row = try #require(try await office.journal(of: office.caseID(alias)).last)
    #expect((row.kind, row.name, row.ground) == ("migration", "1.0.0 1.1.0", "beheer"))
    #expect(row.organisation == nil && row.role == nil && row.audience == ["clerk", "reviewer"])
    let told = try await office.list(
      "select organisation || ' ' || event from outbox where revision = 3 order by 1",
      as: String.self
    )
    #expect(told == [Office.clerk, Office.reviewer].map { "\($0.organisation) bijgewerkt" })

    _ = try await office.note(alias)
    let known = try #require(alias)
    let read = try #require(try await office.reader.journal(known, for: Office.clerk, after: 0, limit: 10))
    #expect(read.entries.map(\.revision) == [1, 2, 3, 4])
    #expect(read.entries[2].cause == .upgraded(from: "1.0.0", to: "1.1.0"))
    #expect(read.entries[2].fields == ["plan": .text(plan.digest)])
    #expect(read.entries.map { read.view(at: $0).workflow.version } == ["1.0.0", "1.0.0", "1.1.0", "1.1.0"])
    #expect(read.entries.map { read.view(before: $0).workflow.version } == ["1.0.0", "1.0.0", "1.0.0", "1.1.0"])
    #expect(read.view(at: read.entries[1]).machine.label(of: "note") == "Command")
    #expect(read.view(at: read.entries[3]).machine.label(of: "note") == "Another word")
  }

  @Test("deadlines fire at their new moments, under the new version") func fires() async throws {
    let next = try PermitWorkflow.next(keep: 20)
    let office = try await Office(versions: [next])
    let alias = try await office.apply().alias
    let late = try await office.apply().alias
    try await office.grant(late)
    _ = try await office.clock.advance(microseconds: 22 * 86_400_000_000)
    _ = try await office.timers.claim(limit: 0, for: .seconds(1))
    let migrator = try await Self.migrator(office, to: next)
    let plan = try await migrator.plan()
    // The one was overdue under the old version, and is told by that; the other is by the shorter term.
    #expect(plan.overdue == 1)
    try await migrator.carryOut(plan.digest)
    for timer in try await office.timers.claim(limit: 10, for: .seconds(5)).due {
      #expect(timer.generation == 2)
      #expect(try await office.door.fire([timer.caseID]).map { try $0.outcome.get().map(\.timer) } == [[timer.number]])
    }
    #expect(try await office.stored(office.caseID(late)).root.deadlines["keep"]?.timers.last?.isFired == true)
    #expect(try await office.stored(office.caseID(alias)).root.visits["received"] == 2)
    #expect(try await office.verify().faults == [])
  }

  @Test("a plan that a command has overtaken is refused, and nothing is done") func outdated() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let alias = try await office.apply().alias
    _ = try await office.apply()
    let migrator = try await Self.migrator(office, to: next)
    let plan = try await migrator.plan()
    _ = try await office.note(alias)
    let contents = try await office.contents()
    await #expect { try await migrator.carryOut(plan.digest) } throws: { error in
      if case StoreError.planOutdated(let now) = error { now != plan.digest } else { false }
    }
    #expect(try await office.contents() == contents)
  }

  @Test("a deadline that passes in between makes it another plan") func timePasses() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    _ = try await office.apply()
    let migrator = try await Self.migrator(office, to: next)
    let plan = try await migrator.plan()
    _ = try await office.clock.advance(microseconds: 5 * 86_400_000_000)
    #expect(try await migrator.plan().digest == plan.digest)
    _ = try await office.clock.advance(microseconds: 20 * 86_400_000_000)
    await #expect(throws: StoreError.self) { try await migrator.carryOut(plan.digest) }
  }

  @Test("a case that changes during the run is left alone and told; the next plan has it") func between() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    var aliases: [UUID: UUID] = [:]
    for _ in 0..<4 {
      let alias = try #require(try await office.apply().alias)
      aliases[try await office.caseID(alias)] = alias
    }
    let ids = try await office.list("select id from case_file order by id", as: UUID.self)
    let migrator = try await Self.migrator(office, to: next, casesPerBatch: 1)
    let plan = try await migrator.plan()
    var results: [CaseUpgrader.Result] = []
    let report = try await migrator.carryOut(plan.digest) { id, result in
      results.append(result)
      // While the first is told of, somebody writes the third.
      if id == ids[0] { _ = try? await office.note(aliases[ids[2]]) }
    }
    #expect(results == [.moved, .moved, .changed, .moved])
    #expect((report.moved, report.changed) == (3, 1))
    #expect(try await office.stored(ids[2]).version == "1.0.0")
    let again = try await migrator.plan()
    #expect(again.moves == 1)
    #expect(try await migrator.carryOut(again.digest).moved == 1)
    #expect(try await office.verify().faults == [])
  }
}
