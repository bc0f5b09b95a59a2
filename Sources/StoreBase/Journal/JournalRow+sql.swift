import CaseCore
import Foundation
package import Postgres

extension JournalRow {
  /// Reads a row of ``columns``.
  package init(_ row: Row) throws(PostgresError) {
    caseID = try row[0]
    revision = try row[1]
    recordedAt = Instant(try row[2, as: PostgresTimestamp.self])
    kind = try row[3]
    name = try row[4]
    timer = try row[5, as: Int?.self]
    dueAt = try row[6, as: PostgresTimestamp?.self].map(Instant.init)
    organisation = try row[7, as: String?.self]
    role = try row[8, as: String?.self]
    ground = try row[9]
    from = try row[10]
    to = try row[11]
    audience = try row[12]
    content = try row[13]
    previous = try row[14]
    hash = try row[15]
    eventsHash = try row[16, as: Data?.self]
  }

  package static let columns = """
    case_id, revision, recorded_at, kind, name, timer, due_at, organisation, role, ground, from_state, to_state, audience, \
    content, previous, hash, events_hash
    """
}
