import Foundation

/// The clock that the service goes by: that of its database.
extension ChaosStage {
  /// From now on it may be behind that of the machine too. The clock of a local installation only goes forward, and that of a machine does
  /// as it is told.
  func letClockGoBack() async throws {
    _ = try await rows("alter table local_clock drop constraint local_clock_ahead_check")
  }

  /// How many seconds it is ahead of the machine's.
  func secondsAhead() async throws -> Int {
    let rows = try await rows("select extract(epoch from ahead)::bigint from local_clock")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }

  /// Sets it so many seconds further, or back. Nobody is told: whoever waits for a moment has to look at the clock again.
  func moveClock(seconds: Int) async throws {
    _ = try await rows("update local_clock set ahead = ahead + \(seconds) * interval '1 second'")
  }

  /// In how many seconds the next deadline is due that is not yet.
  func secondsUntilDue() async throws -> Int? {
    let rows = try await rows(
      "select ceil(extract(epoch from min(at) - service_now()))::bigint from timer where outcome is null and at > service_now()"
    )
    return rows.first.flatMap { Int($0[0]) }
  }

  /// How many deadlines are due and have not been looked at.
  func dueDeadlines() async throws -> Int { try await count("timer where outcome is null and at <= service_now()") }

  func firedDeadlines() async throws -> Int { try await count("journal where kind = 'deadline'") }

  private func count(_ what: String) async throws -> Int {
    let rows = try await rows("select count(*) from \(what)")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }
}
