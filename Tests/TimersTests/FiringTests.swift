import CaseCore
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing
import Timers

@Suite("Firing deadlines", .timeLimit(.minutes(3))) struct FiringTests {
  @Test("what was missed in three months fires at once: in order, once, with its true moment on record")
  func missed() async throws {
    let office = try await Office()
    _ = try await office.apply(applicant: Office.applicant.organisation)
    let moments = try await office.list("select at from timer order by at", as: PostgresTimestamp.self)
    var loops = Loops(office: office)
    // Only the wake can bring it to look.
    loops.settings.sweep = .seconds(3_600)
    try await loops.running {
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      office.wakes.timers.signal()
      try await office.awaitFired(2)
    }
    #expect(try await office.fired() == ["stalled 0", "stalled 1"])
    let recorded = try await office.list(
      "select due_at from journal where kind = 'deadline' order by revision",
      as: PostgresTimestamp.self
    )
    #expect(recorded == moments)
    #expect(try await office.count("select count(*) from timer where outcome = 'fired'") == 2)
    let told = try await office.list(
      "select organisation || ' ' || event from outbox where revision > 1 order by id",
      as: String.self
    )
    #expect(
      told == ["\(Office.clerk.organisation) termijn-nadert", "\(Office.reviewer.organisation) termijn-verlopen"]
    )
    #expect(try await office.verify().faults == [])
  }

  @Test("a timer of a state that was left never fires") func stateLeft() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    try await office.grant(alias)
    // One that came back to the table, or was claimed just before the state was left.
    try await office.tamper("update timer set outcome = null, settled_at = null where deadline = 'stalled'")
    try await Loops(office: office).running {
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      try await office.awaitFired(2)
      try await waitFor("the left ones to be settled") {
        try await office.count("select count(*) from timer where outcome is null") == 0
      }
    }
    #expect(try await office.fired() == ["keep 0", "keep 1"])
    #expect(try await office.count("select count(*) from timer where deadline = 'stalled' and outcome = 'lapsed'") == 2)
  }

  @Test("a timer of an earlier run never fires") func restarted() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    _ = try await office.clock.advance(microseconds: 5 * Office.day)
    _ = try await office.note(alias)
    try await office.tamper("update timer set outcome = null, settled_at = null where generation = 1")
    try await Loops(office: office).running {
      _ = try await office.clock.advance(microseconds: 6 * Office.day)
      try await waitFor("those of the first run to be settled") {
        try await office.count("select count(*) from timer where generation = 1 and outcome is null") == 0
      }
    }
    #expect(try await office.fired() == [])
    #expect(try await office.count("select count(*) from timer where generation = 2 and outcome is null") == 2)
  }

  @Test("the timer of an erased case is settled") func erased() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    try await office.tamper("update timer set outcome = null, settled_at = null")
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    let loops = Loops(office: office)
    try await loops.running {
      try await waitFor("all to be settled") {
        try await office.count("select count(*) from timer where outcome is null") == 0
      }
    }
    #expect(try await office.fired() == [] && loops.log.value == [])
  }

  @Test("a clock that was set back takes no deadline away") func clockSetBack() async throws {
    let office = try await Office()
    _ = try await office.apply()
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    let due = try #require(try await office.timers.claim(limit: 1, for: .seconds(1)).due.first)
    try await office.tamper("update local_clock set ahead = '0'")
    let early = try #require(try await office.door.fire([due.caseID]).first)
    #expect(try early.outcome.get().isEmpty && early.at < due.at)
    // Forward again before what was decided is recorded.
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    try await office.timers.lapse(due, decided: early.at)
    #expect(try await office.count("select count(*) from timer where outcome is null") == 2)
    try await Loops(office: office).running { try await office.awaitFired(2) }
  }
}
