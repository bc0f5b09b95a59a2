import CaseCore
import Foundation
import Postgres
import StoreBase

/// What an organisation has to acknowledge, or had: the columns that follow from the event that asks it. When it was told again or acknowledged
/// follows from nothing.
///
/// A row stays for as long as its event does, and longer.
struct StoredAcknowledgement: Hashable {
  let revision: Int64
  let organisation: String
  let type: String
  let alias: UUID
  let recordedAt: Instant
  let event: UUID

  /// The rows of cases, in the columns of ``StoredEvents``.
  static let select = """
    select known.case_id, revision, acknowledgement.organisation, event, subject, null, recorded_at, event_id
    from acknowledgement
    join case_party known on known.organisation = acknowledgement.organisation and known.alias = subject
    order by known.case_id
    """

  /// A row of ``select``, or of ``StoredEvents/select``.
  init(_ row: Row) throws(PostgresError) {
    revision = try row[1]
    organisation = try row[2]
    type = try row[3]
    alias = try row[4]
    recordedAt = Instant(try row[6, as: PostgresTimestamp.self])
    event = try row[7]
  }

  /// Rows that are of no case that the organisation knows, a sentence each.
  static func strays(on connection: isolated PostgresConnection) throws -> [String] {
    try connection.query(
      """
      select event_id from acknowledgement where not exists (
        select from case_party known where known.organisation = acknowledgement.organisation and known.alias = subject)
      order by event_id
      """
    ).map {
      "acknowledgement \(try $0[0, as: UUID.self].uuidString.lowercased()): of no case that its organisation knows"
    }
  }

  /// Rows that another has to acknowledge than a merger says, a sentence each: whom the organisation that was told was not merged into, and
  /// nobody, when its merger is over.
  static func misdirected(on connection: isolated PostgresConnection) throws -> [String] {
    try connection.query(
      """
      with recursive heir (former, successor) as (
        select former, successor from merger
        union select heir.former, merger.successor from heir join merger on merger.former = heir.successor
      )
      select event_id from acknowledgement
      where successor is not null
          and not exists (select from heir where former = organisation and heir.successor = acknowledgement.successor)
        or acknowledged_at is null and closed_at is null
          and exists (select from merger where former = coalesce(acknowledgement.successor, organisation) and ended_at is not null)
      order by event_id
      """
    ).map {
      "acknowledgement \(try $0[0, as: UUID.self].uuidString.lowercased()): not of whom its organisation was merged into"
    }
  }
}
