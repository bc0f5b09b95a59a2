import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import TestOffice
import TestServices
import Testing

@Suite("A case that cannot be decided", .timeLimit(.minutes(3))) struct StuckCaseTests {
  private static let report = "error a deadline could not be carried out"

  @Test("it is reported once, with all its deadlines put aside, and stops no other") func stopsNoOther() async throws {
    let office = try await Office()
    let damaged = try await office.caseID(office.apply().alias)
    try await office.applyMany(5)
    try await office.tamper("update case_file set snapshot = '\\x00' where id = \(damaged)")
    try await Self.addDeadline(to: damaged, in: office)
    let loops = Loops(office: office)
    try await loops.running {
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      try await office.awaitFired(10)
      try await loops.log.wait(for: "the report") { !$0.isEmpty }
      let overdue = try await office.timers.overdue()
      #expect(overdue.stuckCases == 1 && overdue.first == nil)
      #expect(try await !office.timers.claim(limit: 10, for: .seconds(1)).isHeldUp)
    }
    #expect(loops.log.value == [Self.report])
    #expect(
      try await office.count(
        """
        select count(*) from timer where case_id = \(damaged) and outcome is null and failures = 1
          and claimed_until > clock_timestamp() + interval '40 seconds'
        """
      ) == 3
    )
    #expect(try await office.fired().count == 10)
  }

  @Test("it is looked at and reported ever less often; mended, it goes on and all is as before")
  func lessOften() async throws {
    let office = try await Office()
    let damaged = try await office.caseID(office.apply().alias)
    try await office.tamper(
      "create table sound as select id, snapshot from case_file",
      "update case_file set snapshot = '\\x00'"
    )
    let loops = Loops(office: office)
    try await loops.running {
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      for (failures, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60)] {
        try await waitFor("failure \(failures)") { try await Self.isPutAside(office, failures, minutes: minutes) }
        try await office.tamper("update timer set claimed_until = '-infinity' where \(failures) < 8")
      }
      try await loops.log.wait(for: "the reports") { $0.count { $0 == Self.report } == 4 }
      #expect(try await office.timers.overdue().stuckCases == 1)
      try await office.tamper(
        "update case_file set snapshot = sound.snapshot from sound where sound.id = case_file.id",
        "update timer set claimed_until = '-infinity' where case_id = \(damaged)"
      )
      try await office.awaitFired(2)
      try await loops.log.wait(for: "the end") { $0.last == "notice the deadlines of a case are carried out again" }
    }
    // The first, the second, the fourth and the eighth.
    #expect(loops.log.value.count { $0 == Self.report } == 4)
    #expect(try await office.timers.overdue().stuckCases == 0)
    #expect(try await office.count("select count(*) from timer where outcome is null and failures > 0") == 0)
  }

  private static func isPutAside(_ office: Office, _ failures: Int, minutes: Int) async throws -> Bool {
    // Less than half a minute has passed since it was put aside.
    let pause: Statement = """
      select count(*) from timer where failures = \(failures)
        and claimed_until <= clock_timestamp() + \(minutes) * interval '1 minute'
        and claimed_until > clock_timestamp() + \(minutes) * interval '1 minute' - interval '30 seconds'
      """
    return try await office.count(pause) > 0
  }

  /// A second deadline, due with the first.
  private static func addDeadline(to caseID: UUID, in office: Office) async throws {
    try await office.tamper(
      """
      insert into timer (case_id, deadline, generation, number, at)
      select case_id, 'another', 1, 0, at from timer where case_id = \(caseID) and number = 0
      """
    )
  }
}
