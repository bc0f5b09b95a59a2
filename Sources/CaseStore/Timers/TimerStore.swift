public import CaseCore
public import Foundation
public import Postgres

/// The timers of all cases, for the loop that watches them.
public struct TimerStore: Sendable {
  /// A rung whose moment has come.
  public struct Due: Sendable, Hashable {
    public var caseID: UUID
    public var deadline: String
    public var generation: Int
    public var rung: Int
    public var at: Instant
  }

  /// What one look at the timers found.
  public struct Look: Sendable {
    public var due: [Due]
    /// When the next timer comes that nobody works on; `nil` when none waits.
    public var next: Instant?
    public var now: Instant
  }

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Takes timers that are due, the longest due first. Until the claim ends no other instance takes them; one that dies
  /// with its claims delays them by at most that long.
  ///
  /// Claims are counted on the server's own clock and not on ``LocalClock``: they bound real work, not the term of a case.
  public func claim(limit: Int, for claim: Duration) async throws(StoreError) -> Look {
    try await pool.store { connection in
      let answers = try connection.pipeline([
        Queries.claim.bind(limit, claim.milliseconds), Queries.next.bind(),
      ])
      let next = try answers[1].first.map { row in
        (try row[0, as: PostgresTimestamp?.self].map(Instant.init), Instant(try row[1, as: PostgresTimestamp.self]))
      }
      guard let (at, now) = next else { throw StoreError.schemaMissing }
      return Look(due: try answers[0].map(Self.due), next: at, now: now)
    }
  }

  /// Records how a timer ended that had no effect on its case, or gives it back.
  public func settle(_ timer: Due, as outcome: Settlement) async throws(StoreError) {
    try await pool.store { connection in
      let key = (timer.caseID, timer.deadline, timer.generation, timer.rung)
      switch outcome {
      case .lapsed:
        _ = try connection.query(Queries.lapse.bind(key.0, key.1, key.2, key.3))
      case .again(let pause):
        _ = try connection.query(Queries.again.bind(key.0, key.1, key.2, key.3, pause.milliseconds))
      }
    }
  }

  /// What becomes of a timer that did not fire.
  public enum Settlement: Sendable, Hashable {
    /// Its deadline no longer ran.
    case lapsed
    /// It is tried again after a pause.
    case again(after: Duration)
  }

  /// How many timers are overdue, and since when the first; for metrics and the watchdog.
  public func overdue() async throws(StoreError) -> (count: Int64, first: Instant?, now: Instant) {
    try await pool.store { connection in
      let row = try connection.row(
        "select count(*), min(at), service_now() from timer where outcome is null and at <= service_now()"
      )
      return (
        try row[0], try row[1, as: PostgresTimestamp?.self].map(Instant.init),
        Instant(try row[2, as: PostgresTimestamp.self])
      )
    }
  }

  private static func due(_ row: Row) throws(PostgresError) -> Due {
    Due(
      caseID: try row[0],
      deadline: try row[1],
      generation: try row[2],
      rung: try row[3],
      at: Instant(try row[4, as: PostgresTimestamp.self])
    )
  }

  private enum Queries {
    // A rung waits for those before it, so a warning never comes after the expiry, whoever takes them. `(select
    // service_now())` is one value for the whole statement, so that the index can be used up to it.
    static let claim = PreparedQuery(
      """
      with due as materialized (
        select case_id, deadline, generation, rung from timer
        where outcome is null and at <= (select service_now()) and claimed_until <= clock_timestamp()
          and not exists (
            select from timer before
            where (before.case_id, before.deadline, before.generation) = (timer.case_id, timer.deadline, timer.generation)
              and before.rung < timer.rung and before.outcome is null)
        order by at limit $1 for update skip locked
      ),
      claimed as (
        update timer set claimed_until = clock_timestamp() + $2 * interval '1 millisecond', attempts = attempts + 1
        from due
        where (timer.case_id, timer.deadline, timer.generation, timer.rung)
          = (due.case_id, due.deadline, due.generation, due.rung)
        returning timer.case_id, timer.deadline, timer.generation, timer.rung, timer.at
      )
      select case_id, deadline, generation, rung, at from claimed order by at
      """
    )
    static let next = PreparedQuery(
      """
      select
        (select at from timer
         where outcome is null and claimed_until <= clock_timestamp()
           and not exists (
             select from timer before
             where (before.case_id, before.deadline, before.generation)
                 = (timer.case_id, timer.deadline, timer.generation)
               and before.rung < timer.rung and before.outcome is null)
         order by at limit 1),
        service_now()
      """
    )
    // A clock that was set back makes a running deadline look as if it were not due yet: its timer stays.
    static let lapse = PreparedQuery(
      """
      update timer set outcome = 'lapsed', settled_at = service_now()
      where case_id = $1 and deadline = $2 and generation = $3 and rung = $4 and outcome is null
        and at <= service_now()
      """
    )
    static let again = PreparedQuery(
      """
      update timer set claimed_until = clock_timestamp() + $5 * interval '1 millisecond'
      where case_id = $1 and deadline = $2 and generation = $3 and rung = $4 and outcome is null
      """
    )
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
