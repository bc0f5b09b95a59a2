public import Postgres
public import StoreBase

/// How the commands of organisations fare, for whoever asks: the instances that handle them write it down.
public struct InboxStandingStore: Sendable {
  /// Commands of an organisation that cannot be handled now.
  public struct Wait: Sendable, Hashable {
    public let organisation: String
    /// How many of its cases wait.
    public let lanes: Int
    /// For how long the first of them has.
    public let age: Duration
    /// One word, as the metrics have it.
    public let reason: String

    package init(organisation: String, lanes: Int, age: Duration, reason: String) {
      (self.organisation, self.lanes, self.age, self.reason) = (organisation, lanes, age, reason)
    }
  }

  /// How many commands of an organisation were refused with one code.
  public struct Refusals: Sendable, Hashable {
    public let organisation: String
    public let code: String
    public package(set) var count: Int

    package init(organisation: String, code: String, count: Int) {
      (self.organisation, self.code, self.count) = (organisation, code, count)
    }

    package func isOfTheKind(of other: Refusals) -> Bool { organisation == other.organisation && code == other.code }
  }

  /// For how many days refusals are counted.
  public static let days = 30

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// - Parameters:
  ///   - over: the organisations of which nothing waits any more.
  ///   - hold: for how long ``waits()`` says so, unless it is said again.
  package func record(
    _ waits: [Wait],
    over: [String],
    _ refused: [Refusals],
    hold: Duration
  ) async throws(StoreError) {
    let statements =
      waits.map {
        Queries.wait.bind($0.organisation, $0.lanes, $0.age.inMilliseconds, $0.reason, hold.inMilliseconds)
      } + over.map { Queries.over.bind($0) }
      + refused.map { Queries.refused.bind($0.organisation, $0.code, $0.count) }
    try await pool.store { connection in _ = try connection.transaction(statements) }
  }

  /// What waits now, by organisation.
  public func waits() async throws(StoreError) -> [Wait] {
    try await pool.store { connection in
      try connection.query(Queries.waits.bind()).map {
        let milliseconds: Int64 = try $0[2]
        return Wait(
          organisation: try $0[0],
          lanes: try $0[1],
          age: .milliseconds(milliseconds),
          reason: try $0[3]
        )
      }
    }
  }

  /// What was refused in the last ``days`` days, by organisation and code.
  public func refusals() async throws(StoreError) -> [Refusals] {
    try await pool.store { connection in
      try connection.query(Queries.refusals.bind(Self.days)).map {
        Refusals(organisation: try $0[0], code: try $0[1], count: try $0[2])
      }
    }
  }

  /// How many were refused on the day that it is by the service's clock, by organisation.
  package func refusedToday() async throws(StoreError) -> [String: Int] {
    try await pool.store { connection in
      let rows = try connection.query(Queries.refusedToday.bind())
      return Dictionary(try rows.map { (try $0[0, as: String.self], try $0[1, as: Int.self]) }) { $1 }
    }
  }

  /// Counts of before that go.
  package func forgetOld() async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(Queries.forgetOld.bind(Self.days)) }
  }

  /// Lengths of time go by the server's own clock, as those of alarms.
  private enum Queries {
    static let wait = PreparedQuery(
      """
      insert into inbox_wait (organisation, lanes, since, reason, held_until)
      values ($1, $2, clock_timestamp() - $3 * interval '1 millisecond', $4, clock_timestamp() + $5 * interval '1 millisecond')
      on conflict (organisation) do update
      set lanes = excluded.lanes, since = excluded.since, reason = excluded.reason, held_until = excluded.held_until
      """
    )
    static let over = PreparedQuery("delete from inbox_wait where organisation = $1")
    static let refused = PreparedQuery(
      """
      insert into inbox_refusal (organisation, day, code, count) values ($1, service_now()::date, $2, $3)
      on conflict (organisation, day, code) do update set count = inbox_refusal.count + excluded.count
      """
    )
    static let waits = PreparedQuery(
      """
      select organisation, lanes, (extract(epoch from clock_timestamp() - since) * 1000)::bigint, reason
      from inbox_wait where held_until > clock_timestamp() order by organisation
      """
    )
    static let refusals = PreparedQuery(
      """
      select organisation, code, sum(count)::bigint from inbox_refusal
      where day > service_now()::date - $1::int group by 1, 2 order by 1, 2
      """
    )
    static let refusedToday = PreparedQuery(
      "select organisation, sum(count)::bigint from inbox_refusal where day = service_now()::date group by organisation"
    )
    static let forgetOld = PreparedQuery("delete from inbox_refusal where day <= service_now()::date - $1::int")
  }
}
