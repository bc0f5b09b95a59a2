public import CaseCore
public import Foundation
public import Postgres
public import StoreBase

/// The timers of all cases, for the loop that watches them.
public struct TimerStore: Sendable {
  /// A timer whose moment has come.
  public struct Due: Sendable, Hashable {
    public var caseID: UUID
    public var deadline: String
    public var generation: Int
    public var number: Int
    public var at: Instant
    /// How often in a row its case could not be decided before.
    public var failures: Int
  }

  /// What one query for timers found.
  public struct Claimed: Sendable {
    public var due: [Due]
    /// When the next timer comes that is not due yet; `nil` when none waits.
    public var next: Instant?
    /// Nothing was taken though something is due, for another loop works on it or a command holds it: it will be free soon,
    /// and nothing tells when.
    public var isHeldUp: Bool
    public var now: Instant
  }

  /// How many one query takes at most.
  public static let most = 400

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Takes timers that are due, the longest due first. Until the claim ends no other instance takes them: it ends with the
  /// session that made it, so at once when its process is killed, and after `claim` when that is frozen or cut off.
  ///
  /// Claims are counted on the server's own clock and not on `service_now()`: they bound real work, not the term of a case.
  /// - Parameter limit: how many at most; never more than ``most``.
  public func claim(limit: Int, for claim: Duration) async throws(StoreError) -> Claimed {
    try await pool.store { connection in
      let rows = try connection.query(TimerQueries.claim.bind(limit, claim.inMilliseconds))
      guard let first = rows.first else { throw StoreError.corrupt("no row where there is always one") }
      return Claimed(
        due: try rows.compactMap(Self.due),
        next: try first[1, as: PostgresTimestamp?.self].map(Instant.init),
        isHeldUp: try first[2],
        now: Instant(try first[0, as: PostgresTimestamp.self])
      )
    }
  }

  /// Records that a timer had no effect on its case, for its deadline no longer ran.
  /// - Parameter decided: the moment on which that was decided. When the clock was set back and it lies before the timer, the
  ///   deadline may well run, and only not be due yet: then the timer stays, free for the next query.
  public func lapse(_ timer: Due, decided: Instant) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(
        TimerQueries.lapse.bind(timer.caseID, timer.deadline, timer.generation, timer.number, decided.timestamp)
      )
    }
  }

  /// Leaves all timers of a case that cannot be decided alone for a while.
  /// - Parameter pause: for how long; by ``Due/failures``.
  /// - Returns: how many failures in a row there are now.
  public func putAside(_ caseID: UUID, for pause: Duration) async throws(StoreError) -> Int {
    try await pool.store { connection in
      let rows = try connection.query(TimerQueries.putAside.bind(caseID, pause.inMilliseconds))
      return try rows.map { try $0[0, as: Int.self] }.max() ?? 0
    }
  }

  /// Ends what ``putAside(_:for:)`` began: the case can be decided again.
  public func takeUp(_ caseID: UUID) async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(TimerQueries.takeUp.bind(caseID)) }
  }

  /// The timers that are overdue.
  public struct Overdue: Sendable {
    public var count: Int64
    /// Since when the first is that nobody put aside.
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
        select count(*), min(at) filter (where failures = 0), count(distinct case_id) filter (where failures > 0), service_now()
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

  /// `nil` for the row of a query that took nothing.
  private static func due(_ row: Row) throws(PostgresError) -> Due? {
    guard let caseID = try row[3, as: UUID?.self] else { return nil }
    return Due(
      caseID: caseID,
      deadline: try row[4],
      generation: try row[5],
      number: try row[6],
      at: Instant(try row[7, as: PostgresTimestamp.self]),
      failures: try row[8]
    )
  }
}
