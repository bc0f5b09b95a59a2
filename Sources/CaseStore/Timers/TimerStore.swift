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
    /// How often in a row its case could not be decided before.
    public var failures: Int
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

  /// Records that a timer had no effect on its case, for its deadline no longer ran.
  public func lapse(_ timer: Due) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(Queries.lapse.bind(timer.caseID, timer.deadline, timer.generation, timer.rung))
    }
  }

  /// Leaves all timers of a case that cannot be decided alone for a while, which doubles with every failure in a row.
  /// - Parameter first: the while after the first failure; it doubles up to `longest`.
  /// - Returns: how many failures in a row there are now.
  public func putAside(_ caseID: UUID, first: Duration, longest: Duration) async throws(StoreError) -> Int {
    try await pool.store { connection in
      let rows = try connection.query(Queries.putAside.bind(caseID, first.milliseconds, longest.milliseconds))
      return try rows.map { try $0[0, as: Int.self] }.max() ?? 0
    }
  }

  /// Ends what ``putAside(_:first:longest:)`` began: the case can be decided again.
  public func takeUp(_ caseID: UUID) async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(Queries.takeUp.bind(caseID)) }
  }

  /// The timers that are overdue.
  public struct Overdue: Sendable {
    public var count: Int64
    /// Since when the first is.
    public var first: Instant?
    /// How many cases they have that could not be decided.
    public var stuckCases: Int64
    public var now: Instant
  }

  /// For metrics and the watchdog.
  public func overdue() async throws(StoreError) -> Overdue {
    try await pool.store { connection in
      let row = try connection.row(
        """
        select count(*), min(at), count(distinct case_id) filter (where failures > 0), service_now()
        from timer where outcome is null and at <= (select service_now())
        """
      )
      return Overdue(
        count: try row[0],
        first: try row[1, as: PostgresTimestamp?.self].map(Instant.init),
        stuckCases: try row[2],
        now: Instant(try row[3, as: PostgresTimestamp.self])
      )
    }
  }

  private static func due(_ row: Row) throws(PostgresError) -> Due {
    Due(
      caseID: try row[0],
      deadline: try row[1],
      generation: try row[2],
      rung: try row[3],
      at: Instant(try row[4, as: PostgresTimestamp.self]),
      failures: try row[5]
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
        returning timer.case_id, timer.deadline, timer.generation, timer.rung, timer.at, timer.failures
      )
      select case_id, deadline, generation, rung, at, failures from claimed order by at
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
    // In one order, so that two loops that put the same case aside do not wait for each other.
    static let putAside = PreparedQuery(
      """
      with waiting as materialized (
        select deadline, generation, rung from timer where case_id = $1 and outcome is null
        order by deadline, generation, rung for update
      )
      update timer set
        failures = failures + 1,
        claimed_until = clock_timestamp() + least($2 * 2 ^ least(failures, 30), $3) * interval '1 millisecond'
      from waiting
      where timer.case_id = $1
        and (timer.deadline, timer.generation, timer.rung) = (waiting.deadline, waiting.generation, waiting.rung)
      returning failures
      """
    )
    static let takeUp = PreparedQuery(
      """
      update timer set failures = 0, claimed_until = '-infinity'
      where case_id = $1 and outcome is null and failures > 0
      """
    )
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
