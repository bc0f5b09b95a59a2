import Postgres

/// How much one recipient has still to be told.
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

  init(_ row: Row) throws(PostgresError) {
    organisation = try row[0]
    waiting = try row[1]
    oldestMicroseconds = try row[2]
    failures = try row[3]
    lastSequence = try row[4]
  }

  static let select = PreparedQuery(
    """
    select recipient.organisation, last_sequence - confirmed_sequence + unnumbered.count,
      coalesce(extract(epoch from service_now() - least(unnumbered.oldest, told.recorded_at)) * 1000000, 0)::bigint,
      failures, last_sequence
    from recipient
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
