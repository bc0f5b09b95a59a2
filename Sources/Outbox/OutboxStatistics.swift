public import Foundation
import Postgres

/// How much one recipient has still to be told, of those that take part.
public struct OutboxStatistics: Sendable, Hashable {
  public let organisation: String
  /// Events that the broker has not confirmed, numbered or not.
  public let waiting: Int64
  /// For how long the oldest of them has waited, in microseconds; 0 when none waits.
  public let oldestMicroseconds: Int64
  /// How often in a row the recipient could not be told.
  public let failures: Int
  /// The number of the last event that was given one.
  public let lastSequence: Int64
  /// The number of the last event that the broker has confirmed.
  public let confirmedSequence: Int64
  /// Why the last attempt failed, in one word; `nil` when it did not.
  public let trouble: String?
  /// When it is tried again, after a failure; `nil` when nothing keeps the relay from it.
  public let retriesAt: Date?
  /// Whether it is shut out of the broker.
  public let isSuspended: Bool
  /// Where its events go.
  public let queue: String
  /// Whether it may have to empty another queue first.
  package let hasFormerQueue: Bool

  init(_ row: Row) throws(PostgresError) {
    organisation = try row[0]
    waiting = try row[1]
    oldestMicroseconds = try row[2]
    failures = try row[3]
    lastSequence = try row[4]
    confirmedSequence = try row[5]
    trouble = failures > 0 ? try row[6] : nil
    retriesAt = try row[7, as: Int64?.self].map { Date(timeIntervalSince1970: Double($0) / 1_000) }
    isSuspended = try row[8]
    queue = try row[9]
    hasFormerQueue = try row[10]
  }

  static let select = PreparedQuery(
    """
    select recipient.organisation, last_sequence - confirmed_sequence + unnumbered.count,
      coalesce(extract(epoch from service_now() - least(unnumbered.oldest, told.recorded_at)) * 1000000, 0)::bigint,
      failures, last_sequence, confirmed_sequence, trouble,
      case when failures > 0 and retry_at > clock_timestamp() then (extract(epoch from retry_at) * 1000)::bigint end,
      suspended_at is not null, queue, former_queue is not null
    from recipient
    join organisation on organisation.number = recipient.organisation and removed_at is null
    cross join lateral (
      select count(*) as count, min(recorded_at) as oldest from outbox
      where (outbox.organisation, id) > (recipient.organisation, low_water_mark)
        and outbox.organisation <= recipient.organisation and sequence is null) unnumbered
    left join outbox told
      on told.organisation = recipient.organisation and told.sequence = confirmed_sequence + 1
    order by recipient.organisation
    """
  )
}
