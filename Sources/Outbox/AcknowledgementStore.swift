public import CaseCore
public import Foundation
public import Postgres
public import StoreBase

/// Events that their recipients have to acknowledge: each is told again, at intervals, until it was.
///
/// ```
///   told, with a step of a case ──► outstanding ── acknowledged by its recipient ──► settled, for good
///                                    │    ▲
///                                    │    │                                                 ▲
///                                    │    │  ended by a person, with a reason ──────────────┘
///                                    └────┘ reminder: the same event under another id, `causation` is the first one
/// ```
/// A reminder has an id and a number of its own: a recipient that takes a second event with an id for the first would not see it
/// otherwise.
public struct AcknowledgementStore: Sendable {
  /// How many there are that were not acknowledged, and that nobody ended.
  public struct Standing: Sendable, Hashable {
    /// Whose recipients can be told.
    public let asked: Int
    /// Whose recipients were removed, are suspended, or have no queue.
    public let unreachable: Int
    /// Older than the limit, of recipients that were not removed: those are listed, and nobody can do anything about them here.
    public let overdue: Int
    /// The age of the oldest, in microseconds; 0 when there is none.
    public let oldestMicroseconds: Int64
  }

  private static let batch = 500

  let pool: PostgresPool

  let keyring: Keyring?

  /// - Parameter keyring: needed for ending what was not acknowledged.
  public init(_ pool: PostgresPool, keyring: Keyring? = nil) { (self.pool, self.keyring) = (pool, keyring) }

  /// An organisation acknowledges what it was told, or what one was told that was merged into it. Done twice, it is done once.
  /// - Parameter event: its id, or that of a reminder.
  /// - Returns: when it was first acknowledged; `nil` when the organisation has no such event to acknowledge.
  public func acknowledge(_ event: UUID, by organisation: String) async throws(StoreError) -> Instant? {
    try await pool.store { connection in
      try connection.query(Queries.acknowledge.bind(organisation, event)).first.map { row in
        Instant(try row[0, as: PostgresTimestamp.self])
      }
    }
  }

  /// Tells again what was last told longer ago than the interval and was not acknowledged, to those who can be told.
  /// - Parameter interval: by the service's clock.
  /// - Returns: how many reminders were put in the outbox.
  public func remind(after interval: Duration) async throws(StoreError) -> Int {
    var (count, last) = (0, 0)
    repeat {
      last = try await pool.store { connection in
        try connection.row(Queries.remind.bind(interval.inMilliseconds, Self.batch))[0]
      }
      count += last
    } while last == Self.batch
    return count
  }

  /// - Parameter limit: the age from which on one is overdue, by the service's clock.
  public func standing(overdueAfter limit: Duration) async throws(StoreError) -> Standing {
    try await pool.store { connection in
      let row = try connection.row(Queries.standing.bind(limit.inMilliseconds))
      return Standing(asked: try row[0], unreachable: try row[1], overdue: try row[2], oldestMicroseconds: try row[3])
    }
  }

  private enum Queries {
    static let acknowledge = PreparedQuery(
      """
      update acknowledgement set acknowledged_at = coalesce(acknowledged_at, service_now())
      where coalesce(successor, organisation) = $1 and event_id = coalesce(
        (select causation from outbox reminder where reminder.event_id = $2 and asks_acknowledgement and causation is not null),
        $2)
      returning acknowledged_at
      """
    )
    /// The rows are written before the outbox, as ``LowWaterMarks`` asks: the transaction has a number before it takes an id of the
    /// outbox. Of several instances each takes others.
    static let remind = PreparedQuery(
      """
      with due as (
        select acknowledgement.event_id
        from acknowledgement
        join recipient on recipient.organisation = coalesce(successor, acknowledgement.organisation)
        join organisation directory on directory.number = recipient.organisation
        where acknowledged_at is null and closed_at is null and told_at <= service_now() - $1 * interval '1 millisecond'
          and directory.removed_at is null and recipient.suspended_at is null
        order by told_at limit $2 for update of acknowledgement skip locked
      ), reminded as (
        update acknowledgement set told_at = service_now(), reminders = reminders + 1
        from due where acknowledgement.event_id = due.event_id
        returning acknowledgement.event_id, coalesce(successor, organisation) as organisation, subject, event
      ), told as (
        insert into outbox (organisation, subject, event, causation, recorded_at, asks_acknowledgement)
        select organisation, subject, event, event_id, service_now(), true from reminded
      )
      select count(*) from reminded
      """
    )
    static let standing = PreparedQuery(
      """
      select count(*) filter (where is_reachable), count(*) filter (where not is_reachable),
        count(*) filter (where not is_removed and age >= $1 * interval '1 millisecond'),
        coalesce(extract(epoch from max(age)) * 1000000, 0)::bigint
      from (
        select service_now() - recorded_at as age, directory.removed_at is not null as is_removed,
          coalesce(directory.removed_at is null and recipient.suspended_at is null and recipient.organisation is not null, false)
            as is_reachable
        from acknowledgement
        left join organisation directory on directory.number = coalesce(successor, acknowledgement.organisation)
        left join recipient on recipient.organisation = directory.number
        where acknowledged_at is null and closed_at is null
      ) outstanding
      """
    )
  }
}
