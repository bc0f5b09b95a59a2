import CaseCore
import Postgres

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
