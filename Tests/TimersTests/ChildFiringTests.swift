import CaseCore
import CaseDoor
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import TestServices
import Testing

@Suite("Firing deadlines of children", .timeLimit(.minutes(3))) struct ChildFiringTests {
  /// A case with two tasks of the worker's.
  private func assigned(_ office: Office) async throws -> UUID {
    let alias = try #require(try await office.apply().alias)
    for _ in 1...2 {
      _ = try await office.give(
        "assign",
        by: Office.clerk,
        to: .alias(alias),
        fields: ["text": .string("x"), "worker": .string(Office.worker.organisation)]
      )
    }
    return alias
  }

  @Test("each child's timers fire once, and tell the one that has the part") func each() async throws {
    let office = try await Office()
    _ = try await assigned(office)
    try await Loops(office: office).running(2) {
      _ = try await office.clock.advance(microseconds: 7 * Office.day)
      try await office.awaitFired(4)
    }
    #expect(
      try await office.fired().sorted() == [
        "task-1/promise 0", "task-1/promise 1", "task-2/promise 0", "task-2/promise 1",
      ]
    )
    let told = try await office.list(
      "select organisation || ' ' || event from outbox where revision > 3 order by organisation, event",
      as: String.self
    )
    let (clerk, worker) = (Office.clerk.organisation, Office.worker.organisation)
    #expect(
      told == ["\(clerk) termijn-verlopen", "\(clerk) termijn-verlopen"] + [
        "\(worker) termijn-nadert", "\(worker) termijn-nadert",
      ]
    )
    #expect(try await office.verify().faults == [])
  }

  @Test("a child that is finished fires nothing, and its neighbour does") func finished() async throws {
    let office = try await Office()
    let alias = try await assigned(office)
    let theirs = try await office.aliasOf(office.caseID(alias), for: Office.worker)
    _ = try await office.give("finish", by: Office.worker, to: .alias(theirs), child: "task-1")
    // One that was claimed just before.
    try await office.tamper("update timer set outcome = null, settled_at = null where deadline = 'task-1/promise'")
    try await Loops(office: office).running {
      _ = try await office.clock.advance(microseconds: 7 * Office.day)
      try await office.awaitFired(2)
      try await waitFor("those of the finished child to be settled") {
        try await office.count("select count(*) from timer where deadline like 'task-1/%' and outcome is null") == 0
      }
    }
    #expect(try await office.fired() == ["task-2/promise 0", "task-2/promise 1"])
    #expect(
      try await office.count("select count(*) from timer where deadline = 'task-1/promise' and outcome = 'lapsed'") == 2
    )
  }
}
