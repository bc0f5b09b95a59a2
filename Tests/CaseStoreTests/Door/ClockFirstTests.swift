import CaseCore
import CaseDoor
import CaseReading
import DeadlineTimers
import DutchMessages
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// No loop watches the deadlines here: what is due is told by whoever comes first.
@Suite("The case as the clock has it", .timeLimit(.minutes(3))) struct ClockFirstTests {
  private static let day: Int64 = 86_400_000_000

  /// A case with the clerk's vote, of which the term is over and nobody was told.
  private func stalled(_ office: Office) async throws -> UUID {
    let id = try await office.caseID(office.apply().alias)
    _ = try await judge(id, by: Office.clerk, office)
    return id
  }

  private func judge(
    _ id: UUID,
    by actor: Actor,
    _ office: Office,
    revision: Int64? = nil,
    id key: String? = nil
  ) async throws -> Answer {
    try await office.give(
      "judge",
      by: actor,
      to: .alias(office.aliasOf(id, for: actor)),
      fields: ["vote": .string("yes")],
      revision: revision,
      id: key
    )
  }

  private func entries(_ office: Office) async throws -> [String] {
    try await office.list(
      "select name || coalesce(' ' || timer, '') from journal order by case_id, revision",
      as: String.self
    )
  }

  @Test(
    "what came due goes before the command, each an entry with its moment; a refusal is given on what the case is then"
  )
  func refused() async throws {
    let office = try await Office()
    let id = try await stalled(office)
    let moments = try await office.list("select at from timer order by at", as: PostgresTimestamp.self)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let answer = try await office.give("destroy", by: Office.clerk, to: .alias(office.aliasOf(id, for: Office.clerk)))
    guard case .notNow? = answer.refusal else { throw Unexpected(answer: answer) }
    #expect(try await entries(office) == ["apply", "judge", "stalled 0", "stalled 1"])
    let due = try await office.list(
      "select due_at from journal where kind = 'deadline' order by revision",
      as: PostgresTimestamp.self
    )
    #expect(due == moments)
    #expect(try await office.count("select count(*) from timer where outcome = 'fired'") == 2)
    #expect(
      try await office.count("select count(*) from outbox where event in ('termijn-nadert', 'termijn-verlopen')") == 2
    )
    // By the end of the term the vote is no longer of this visit.
    #expect(try await office.stored(id).root.votes == [:])
    #expect(try await office.runningTimers(id) == office.runningTimers(office.stored(id)))
    #expect(try await office.verify().faults == [])
  }

  @Test("the clock's own way in tells all that is due of a case, each once") func fired() async throws {
    let office = try await Office()
    let id = try await stalled(office)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let first = try #require(try await office.door.fire([id]).first?.outcome.get())
    #expect(first.map(\.timer) == [0, 1])
    #expect(try await entries(office) == ["apply", "judge", "stalled 0", "stalled 1"])
    #expect(try await office.runningTimers(id) == office.runningTimers(office.stored(id)))
    #expect(try await office.door.fire([id]).map { try $0.outcome.get() } == [[]])
    #expect(try await office.verify().faults == [])
  }

  @Test("a hundred terms that are over, and commands from eight senders that would leave them behind: each is told")
  func hundred() async throws {
    let office = try await Office(connections: 8)
    let cases = try await withThrowingTaskGroup { group in
      for _ in 0..<100 { group.addTask { try await stalled(office) } }
      return try await group.reduce(into: [UUID]()) { $0.append($1) }
    }
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    try await withThrowingTaskGroup { group in
      for sender in 0..<8 {
        group.addTask {
          for number in stride(from: sender, to: cases.count, by: 8) {
            _ = try await judge(cases[number], by: Office.reviewer, office)
          }
        }
      }
      try await group.waitForAll()
    }
    let each = ["apply", "judge", "stalled 0", "stalled 1", "judge"]
    #expect(try await entries(office) == Array(repeating: each, count: 100).flatMap(\.self))
    #expect(try await office.count("select count(*) from timer where outcome is null and at <= service_now()") == 0)
    #expect(try await office.verify().faults == [])
  }

  @Test("two loops and eight senders at once tell each once") func meeting() async throws {
    let office = try await Office(connections: 8)
    var cases: [UUID] = []
    for _ in 0..<10 { cases.append(try await stalled(office)) }
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let all = cases
    try await withThrowingTaskGroup { group in
      for _ in 0..<2 { group.addTask { _ = try await office.door.fire(all) } }
      for id in all { group.addTask { _ = try await judge(id, by: Office.reviewer, office) } }
      try await group.waitForAll()
    }
    let fired = try await entries(office).filter { $0.hasPrefix("stalled") }
    #expect(fired == Array(repeating: ["stalled 0", "stalled 1"], count: 10).flatMap(\.self))
    #expect(try await office.verify().faults == [])
  }

  /// Cases are written together. One that somebody holds must cost the others nothing but their company.
  @Test("of cases that fire together, one that is held keeps none from firing") func held() async throws {
    let fresh = try await Office()
    var configuration = fresh.configuration
    configuration.lockTimeout = .milliseconds(50)
    let office = try Office(configuration, keyring: fresh.keyring)
    var cases: [UUID] = []
    for _ in 0..<5 { cases.append(try await stalled(office)) }
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let holder = try await PostgresConnection.open(fresh.configuration)
    try await holder.run { [id = cases[2]] connection in
      try connection.execute(script: "begin")
      try connection.query("select from case_file where id = \(id) for update")
    }
    let firings = try await office.door.fire(cases)
    let fired = firings.map { firing in if case .success(let fired) = firing.outcome { fired.count } else { -1 } }
    #expect(fired == [2, 2, -1, 2, 2])
    try await holder.execute(script: "rollback")
    #expect(try await office.door.fire(cases).map { try $0.outcome.get().count } == [0, 0, 2, 0, 0])
    #expect(try await office.verify().faults == [])
  }

  @Test(
    "a sender that saw the case before is told the revision that the clock made; sent again it gets the same answer"
  )
  func stale() async throws {
    let office = try await Office()
    let id = try await stalled(office)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let first = try await judge(id, by: Office.reviewer, office, revision: 2, id: "one")
    #expect(first == .refused(.stale(current: 3)))
    #expect(try await judge(id, by: Office.reviewer, office, revision: 2, id: "one") == first)
    #expect(try await judge(id, by: Office.reviewer, office, revision: 3, id: "two").revision == 4)
    #expect(try await office.count("select count(*) from journal") == 5)
  }

  @Test("who may not know of the case changes nothing in it") func stranger() async throws {
    let office = try await Office()
    let id = try await office.caseID(office.apply(applicant: Office.applicant.organisation).alias)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    #expect(try await judge(id, by: Office.applicant, office) == .refused(.unknownCase))
    #expect(try await office.count("select count(*) from journal") == 1)
  }

  @Test("a reader sees the case as it will be found, with its revision, and writes nothing") func reading() async throws
  {
    let office = try await Office()
    let id = try await stalled(office)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let seen = try #require(try await office.view(id, for: Office.reviewer))
    #expect(seen.instance.revision == 4 && seen.revision == 3 && seen.instance.root.votes == [:])
    #expect(try await office.count("select count(*) from journal") == 2)
    #expect(try await judge(id, by: Office.reviewer, office, revision: seen.revision).revision == 4)
  }

  @Test("what was due is told before the case moves to another version, as it was planned") func move() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let id = try await office.caseID(office.apply().alias)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let migrator = try await CaseUpgraderTests.migrator(office, to: next)
    let plan = try await migrator.plan()
    #expect(plan.overdue == 0)
    // It is no other plan when a loop comes first.
    _ = try await office.door.fire([id])
    #expect(try await migrator.plan().digest == plan.digest)
    let report = try await migrator.carryOut(plan.digest)
    #expect(report.moved == 1)
    #expect(try await entries(office) == ["apply", "stalled 0", "stalled 1", "1.0.0 1.1.0"])
    #expect(try await office.verify().faults == [])
  }

  @Test("without a loop the move itself tells what was due") func moveAlone() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(versions: [next])
    let id = try await office.caseID(office.apply().alias)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let migrator = try await CaseUpgraderTests.migrator(office, to: next)
    #expect(try await migrator.carryOut(migrator.plan().digest).moved == 1)
    #expect(try await entries(office) == ["apply", "stalled 0", "stalled 1", "1.0.0 1.1.0"])
    #expect(try await office.runningTimers(id) == office.runningTimers(office.stored(id)))
  }

  @Test("nothing fires that is not due, and nothing of a case that is not there") func notDue() async throws {
    let office = try await Office()
    let id = try await office.caseID(office.apply().alias)
    let firings = try await office.door.fire([id, UUID()])
    #expect(try firings.map { try $0.outcome.get() } == [[], []])
    #expect(try await office.count("select count(*) from journal") == 1)
  }
}
