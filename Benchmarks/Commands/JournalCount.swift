import Postgres

/// Counts on the receiving side: journal entries that are committed, by the moment at which the database recorded them.
/// So start and end of a load, with its connections opening and its last commands running out, fall outside.
struct JournalCount {
  let store: CommandStore
  private let start: PostgresTimestamp
  private let walStart: Int64

  /// Takes the moment before a load begins.
  init(_ store: CommandStore) async throws {
    self.store = store
    let rows = try await store.run(
      "select clock_timestamp(), pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
    )
    guard let row = rows.first else { throw BenchmarkError.notWhatWasAsked("no clock") }
    start = try row[0]
    walStart = try row[1]
  }

  struct Outcome {
    /// Completed units a second, in the window.
    let rate: Double
    /// How many bytes of log each unit made: it shows that two loads write as much.
    let walBytes: Double
  }

  /// Looks back, when the load has ended.
  /// - Parameters:
  ///   - lead: how long after the beginning the window opens, in seconds.
  ///   - seconds: how long the window is.
  func outcome(lead: Int, seconds: Int) async throws -> Outcome {
    let rows = try await store.run(
      """
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, count(*),
        count(*) filter (where recorded_at >= \(start) + \(lead) * interval '1 second'
          and recorded_at < \(start) + \(lead + seconds) * interval '1 second')
      from journal where recorded_at >= \(start)
      """
    )
    guard let row = rows.first else { throw BenchmarkError.notWhatWasAsked("no count") }
    let (wal, all, inWindow) = (try row[0, as: Int64.self], try row[1, as: Int64.self], try row[2, as: Int64.self])
    guard inWindow > 0 else { throw BenchmarkError.notWhatWasAsked("nothing was written") }
    return Outcome(rate: Double(inWindow) / Double(seconds), walBytes: Double(wal - walStart) / Double(all))
  }
}
