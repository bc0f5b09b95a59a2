import CaseCore
import Foundation
import Postgres
import SeededRandom
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing
import Timers

/// The clock of the host jumps, in both directions, while two loops work.
@Suite("A clock that jumps", .timeLimit(.minutes(3))) struct ClockJumpTests {
  private static let cases = 10
  private static let jumps = 15

  @Test("back and forth: every timer fires once, with its true moment, and none is lost") func jumps() async throws {
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    print("clock jumps, seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let office = try await Office(connections: 8)
    try await Self.replaceClock(of: office)
    try await office.applyMany(Self.cases)
    let aliases = try await office.list(
      "select alias from case_party where organisation = \(Office.clerk.organisation)",
      as: UUID.self
    )
    try await Loops(office: office).running(2) {
      for _ in 0..<Self.jumps {
        // A case lives some ten days; a jump goes anywhere from long before to just after its terms.
        try await Self.jump(office, to: Int.random(in: -400...280, using: &random))
        _ = try await office.note(aliases.randomElement(using: &random))
        office.wakes.timers.signal()
      }
      try await Self.jump(office, to: 24 * 90)
      try await waitFor("all to be settled") {
        try await office.count("select count(*) from timer where outcome is null") == 0
      }
    }
    try await Self.expectEachOnce(office)
    #expect(try await office.verify().faults == [])
  }

  /// A clock that can go back, unlike that of a local installation.
  private static func replaceClock(of office: Office) async throws {
    try await office.tamper(
      "create table jump (hours integer not null)",
      "insert into jump values (0)",
      """
      create or replace function service_now() returns timestamptz language sql volatile parallel safe
      return clock_timestamp() + (select hours from jump) * interval '1 hour'
      """
    )
  }

  private static func jump(_ office: Office, to hours: Int) async throws {
    try await office.tamper("update jump set hours = \(hours)")
  }

  private static func expectEachOnce(_ office: Office) async throws {
    let fired = try await office.count("select count(*) from timer where outcome = 'fired'")
    let entries = try await office.count("select count(*) from journal where kind = 'deadline'")
    // Where the clock went back, a run that begins again can be due at the very moment at which the one before it was.
    let matched = try await office.count(
      """
      select count(*) from timer where outcome = 'fired' and exists (
        select from journal where kind = 'deadline'
          and (timer.case_id, deadline, timer.number, at) = (journal.case_id, name, journal.timer, due_at))
      """
    )
    #expect(fired == entries && matched == entries)
    // The last run of each case was never ended: both its timers came.
    let last = try await office.count(
      """
      select count(*) from timer where outcome = 'fired' and generation
        = (select max(generation) from timer newest where newest.case_id = timer.case_id)
      """
    )
    #expect(last == 2 * cases)
  }
}
