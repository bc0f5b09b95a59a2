import TestServices

/// Time for stories that follow one another in one installation.
enum StoryClock {
  /// A service for local use moves time forward only. Here each story begins on its own day, and on no other: the calendar
  /// of another year has other holidays.
  static func letTimeGoBack(_ installation: Installation) async throws {
    _ = try await installation.rows("alter table local_clock drop constraint local_clock_ahead_check")
  }

  /// To just before the stories; what is left of the story before is no part of the next.
  static func setBack(_ installation: Installation) async throws {
    _ = try await installation.rows(
      """
      update timer set outcome = 'ended', settled_at = 'infinity' where outcome is null;
      update local_clock set ahead = timestamptz '2025-12-22 12:00+01' - clock_timestamp();
      """
    )
  }

  /// The timers that ``setBack(_:)`` took away: to the journal they still wait.
  static func putBack(_ installation: Installation) async throws {
    _ = try await installation.rows(
      "update timer set outcome = null, settled_at = null where settled_at = 'infinity'"
    )
  }

  /// Past the end of the last story, with every timer at work. Returns when all that were due by then have fired.
  static func endStories(_ installation: Installation) async throws {
    _ = try await installation.rows(
      "update local_clock set ahead = (select max(recorded_at) from journal) - clock_timestamp()"
    )
    try await putBack(installation)
    try await waitUntilNothingIsDue(installation)
  }

  static func waitUntilNothingIsDue(_ installation: Installation) async throws {
    try await waitFor("all deadlines that are due", limit: .seconds(180)) {
      try await installation.rows("select 1 from timer where outcome is null and at <= service_now()").isEmpty
    }
  }

  /// As the schema has it; undoes ``letTimeGoBack(_:)``.
  static func forbidTimeToGoBack(_ installation: Installation) async throws {
    _ = try await installation.rows(
      """
      update local_clock set ahead = interval '0';
      alter table local_clock add constraint local_clock_ahead_check check (ahead >= interval '0');
      """
    )
  }
}
