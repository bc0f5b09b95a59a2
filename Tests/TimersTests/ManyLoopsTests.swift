import CaseCore
import DeadlineTimers
import Foundation
import LocalServices
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import TestServices
import Testing
import Timers

@Suite("Several deadline loops", .timeLimit(.minutes(3))) struct ManyLoopsTests {
  @Test("two loops fire 200 timers once each, every warning before its expiry") func twoLoops() async throws {
    let office = try await Office(connections: 8)
    try await office.applyMany(100)
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    var loops = Loops(office: office)
    // Small batches make the two meet on the timers of one case.
    loops.settings.batch = 7
    try await loops.running(2) {
      try await waitFor("all to fire") {
        try await office.count("select count(*) from timer where outcome is null") == 0
      }
    }
    #expect(try await office.fired() == Array(repeating: ["stalled 0", "stalled 1"], count: 100).flatMap(\.self))
    #expect(try await office.count("select count(*) from timer where outcome = 'fired'") == 200)
    #expect(try await office.count("select count(*) from outbox where revision > 1") == 200)
    #expect(loops.log.value == [])
    let report = try await office.verify()
    #expect(report.faults == [] && report.entries == 300)
  }

  @Test("what one has claimed no other takes, until the claim ends") func claimed() async throws {
    let office = try await Office()
    _ = try await office.apply()
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    // The expiry waits for the warning, whoever has that.
    #expect(try await office.timers.claim(limit: 10, for: .seconds(3_600)).due.map(\.number) == [0])
    let claimed = try await office.timers.claim(limit: 10, for: .seconds(3_600))
    #expect(claimed.due.isEmpty && claimed.isHeldUp && claimed.next == nil)
    try await office.tamper("update timer set claimed_until = clock_timestamp()")
    #expect(try await office.timers.claim(limit: 10, for: .seconds(3_600)).due.map(\.number) == [0])
  }

  @Test("what a loop had claimed when it ended, another fires") func takeOver() async throws {
    let office = try await Office()
    try await office.applyMany(10)
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    let dead = try await office.timers.claim(limit: 100, for: .milliseconds(300))
    #expect(dead.due.count == 10)
    try await Loops(office: office).running { try await office.awaitFired(20) }
    #expect(try await office.count("select count(*) from timer where outcome = 'fired' and attempts = 2") == 10)
  }

  @Test("a loop that is cancelled at work loses nothing, fires nothing twice and blames no case")
  func cancelled() async throws {
    let office = try await Office(connections: 8)
    try await office.applyMany(60)
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    var loops = Loops(office: office)
    loops.settings.claim = .milliseconds(300)
    for count in [5, 20, 50] { try await loops.running { try await office.awaitFired(count) } }
    try await loops.running {
      try await waitFor("all to fire") {
        try await office.count("select count(*) from timer where outcome is null") == 0
      }
    }
    #expect(try await office.fired().count == 120)
    #expect(loops.log.value.filter { $0.hasPrefix("error") } == [])
  }
}
