import CaseCore
import Foundation
import Postgres
import StoreBase

/// The events of one entry as the outbox has them: what is needed to hold them against the entry, and none of them.
struct StoredEvents {
  let caseID: UUID
  let revision: Int64
  private var hash = EventsHash()
  private var isOfEntry = true
  /// Those that have to be acknowledged.
  private(set) var asking: Set<StoredAcknowledgement> = []

  static let select = """
    select case_id, revision, organisation, event, subject, ground, recorded_at, event_id, asks_acknowledgement
    from outbox where case_id is not null order by case_id, revision, id
    """

  init(caseID: UUID, revision: Int64) {
    self.caseID = caseID
    self.revision = revision
  }

  static func revision(_ row: Row) throws(PostgresError) -> Int64 { try row[1] }

  mutating func add(_ row: Row, of entry: JournalRow, keyring: Keyring) throws(PostgresError) {
    let organisation = try row[2, as: String.self]
    let asks = try row[8, as: Bool.self]
    hash.add(organisation, try row[3], asks: asks)
    if asks { asking.insert(try StoredAcknowledgement(row)) }
    let (subject, ground) = (try row[4, as: UUID?.self], try row[5, as: String?.self])
    let at = Instant(try row[6, as: PostgresTimestamp.self])
    isOfEntry =
      isOfEntry && subject == keyring.alias(of: caseID, for: organisation) && ground == entry.ground
      && at == entry.recordedAt
  }

  /// Whether they are those that the entry says. Entries of earlier releases do not say who was told.
  /// - Parameter start: from when on no event was removed; of an entry before it only some may be left, or none.
  func agree(with entry: JournalRow?, kept start: Instant) -> Bool {
    guard isOfEntry, let entry, entry.eventsHash != nil, entry.recordedAt >= start else { return isOfEntry }
    return hash.agrees(with: entry.eventsHash)
  }
}
