public import Postgres
public import StoreBase

/// Tells those who administer the service that something is wrong with it, and when it is over: once each, however many
/// instances find it.
///
/// ```
///            raise                         raise: `held_until` moves on
///  well ─────────────► alarm (a row) ◄──────────────┐
///    ▲   tells "on"      │  └───────────────────────┘
///    └───────────────────┘ settle, after `held_until`: tells "over"
/// ```
///
/// Nobody keeps account of who found what: an instance that finds trouble says so again and again, and when none has done so
/// for a while, it is over. So an instance that died with an alarm leaves none behind. Row and events are one transaction.
public struct AlarmStore: Sendable {
  /// What is wrong, in the neutral word that its event has.
  public enum Kind: String, Sendable, CaseIterable {
    case deadlines = "termijnen"
    case broker
    case deadLetters = "onbestelbaar"
    /// Events of a partner wait too long, or it does not read them.
    case delivery = "bezorging"
    /// Commands of a partner wait too long.
    case commands = "opdrachten"
    /// What an organisation has to acknowledge is not acknowledged, long after it was told.
    case acknowledgements = "ontvangstbevestiging"
  }

  /// The role, in the directory, of the organisations that are told.
  public static let audience = "beheerder"

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Something is wrong, for `hold` from now at least.
  /// - Returns: whether that is news, and was put in the outbox.
  public func raise(_ kind: Kind, hold: Duration) async throws(StoreError) -> Bool {
    try await tell(Queries.raise.bind(kind.rawValue, "alarm.\(kind.rawValue)", Self.audience, hold.inMilliseconds))
  }

  /// This instance finds nothing wrong. When nobody else did for a while either, the alarm is over.
  /// - Returns: whether it ended now, and that was put in the outbox.
  public func settle(_ kind: Kind) async throws(StoreError) -> Bool {
    try await tell(Queries.settle.bind(kind.rawValue, "alarm.\(kind.rawValue).opgeheven", Self.audience))
  }

  private func tell(_ statement: Statement) async throws(StoreError) -> Bool {
    try await pool.store { connection in try connection.row(statement)[0] }
  }

  /// The row of the alarm is written before the outbox, as ``LowWaterMarks`` asks: the transaction has a number before it takes
  /// an id of the outbox. How long an alarm is held is real time, so it goes by the server's own clock.
  private enum Queries {
    static let raise = PreparedQuery(
      """
      with raised as (
        insert into alarm (kind, held_until) values ($1, clock_timestamp() + $4 * interval '1 millisecond')
        on conflict (kind) do nothing
        returning raised_at
      ), held as (
        update alarm set held_until = greatest(held_until, clock_timestamp() + $4 * interval '1 millisecond')
        where kind = $1 and not exists (select from raised)
      ), told as (
        insert into outbox (organisation, event, recorded_at)
        select number, $2, raised_at
        from raised, organisation join recipient on recipient.organisation = number
        where $3 = any (roles) and removed_at is null order by number
      )
      select exists (select from raised)
      """
    )
    static let settle = PreparedQuery(
      """
      with ended as (
        delete from alarm where kind = $1 and held_until < clock_timestamp() returning service_now() as at
      ), told as (
        insert into outbox (organisation, event, recorded_at)
        select number, $2, at
        from ended, organisation join recipient on recipient.organisation = number
        where $3 = any (roles) and removed_at is null order by number
      )
      select exists (select from ended)
      """
    )
  }
}
