import CaseCore
import Postgres
import StoreBase

/// What the database says of the events that ``RetentionStore`` removed.
struct EventRemoval {
  /// From when on every event is still there.
  let start: Instant
  /// What cannot be so, a sentence each: whoever puts the moment too late would hide that events were taken away.
  let faults: [String]

  init(on connection: isolated PostgresConnection) throws {
    let rows = try connection.query(
      """
      select events_before, events_before > service_now() - \(RetentionStore.fewestDays) * interval '24 hours' from removal
      """
    )
    guard let row = rows.first else {
      (start, faults) = (.min, ["the outbox: it is not known which events were removed"])
      return
    }
    let isTooLate = try row[1, as: Bool.self]
    start = isTooLate ? .min : Instant(try row[0, as: PostgresTimestamp.self])
    faults = isTooLate ? ["the outbox: no events can have been removed yet that are said to be"] : []
  }
}

/// Holds the numbers of the events of each recipient against the last number that it was given: each number is there once, or
/// its event was removed long after.
enum OutboxNumbers {
  /// - Returns: what is wrong, a sentence for each recipient.
  static func faults(on connection: isolated PostgresConnection) throws -> [String] {
    try connection.query(
      """
      select recipient.organisation from recipient
      left join (
        select organisation, count(*) as count, max(sequence) as last from outbox where sequence is not null group by 1
      ) told using (organisation)
      where coalesce(count, 0) + removed <> last_sequence or last > last_sequence or removed > confirmed_sequence
      order by 1
      """
    ).map { "recipient \(try $0[0, as: String.self]): the numbers of its events are not without gaps" }
  }
}
