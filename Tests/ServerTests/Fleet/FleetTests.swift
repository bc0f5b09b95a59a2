import Development
import Foundation
import LocalServices
import SeededRandom
import Server
import StoreAdministration
import TestServices
import Testing

extension WholeService {
  /// The promise of the deadlines: every timer fires once, with its true moment, and none is lost, whatever becomes of the
  /// instances. Two of them; they are killed, frozen and started again at random moments, while cases begin, time moves and
  /// administrators set deadlines differently. What their plan showed is what became of each case.
  @Suite struct FleetTests {
    @Test func everyTimerFiresOnceWhateverBecomesOfTheInstances() async throws {
      let seed = UInt64.random(in: 0...UInt64(UInt32.max))
      print("fleet test, seed \(seed)")
      try await Installation.with { installation in
        _ = try await Partners.register(["gemeente", "politie", "om", "zvh"], with: installation.settings)
        let fleet = try await Fleet.start(installation)
        var random = SeededGenerator(seed: seed)
        for fate in (Fleet.Fate.allCases + Fleet.Fate.allCases).shuffled(using: &random) {
          try await fleet.round(fate, &random)
        }
        try await fleet.awaitReady()
        try await fleet.openCases(3)
        try await fleet.advance(days: 400)
        try await fleet.awaitAllSettled()
        try await Self.checkTimers(installation)
        let report = try await Administration(installation.settings).verifyJournals()
        #expect(report.faults.isEmpty && report.entries > 0, "\(report)")
        try await fleet.stop()
      }
    }

    /// Journal and timers tell the same: each entry of a deadline is the one firing of one timer, at its own moment.
    private static func checkTimers(_ installation: Installation) async throws {
      let counts = try await installation.rows(
        """
        select
          (select count(*) from journal where kind = 'deadline'),
          (select count(*) from timer where outcome = 'fired'),
          (select count(*) from journal j join timer t
            on (t.case_id, t.deadline, t.number, t.at) = (j.case_id, j.name, j.timer, j.due_at)
            where j.kind = 'deadline' and t.outcome = 'fired'),
          (select count(*) from (
            select from journal where kind = 'deadline' group by case_id, name, timer, due_at having count(*) > 1) twice)
        """
      )
      let numbers = counts.first?.split(separator: "|").compactMap { Int($0) } ?? []
      try #require(numbers.count == 4)
      print("fleet test: \(numbers[0]) timers fired")
      #expect(numbers[0] > 0 && numbers[1] == numbers[0] && numbers[2] == numbers[0])
      #expect(numbers[3] == 0, "a timer fired twice")
    }
  }
}
