import CaseCore
import Foundation
import Postgres
import StoreBase

/// All tables with rows of cases, read side by side.
struct CaseTables {
  private let keyring: Keyring
  private var files: CaseCursor
  private var entries: CaseCursor
  private var parties: CaseCursor
  private var timers: CaseCursor
  private var events: CaseCursor
  private var acknowledgements: CaseCursor
  private let eventsStart: Instant

  /// - Parameter eventsStart: from when on no event was removed.
  init(_ keyring: Keyring, eventsStart: Instant, on connection: isolated PostgresConnection) throws {
    self.keyring = keyring
    self.eventsStart = eventsStart
    files = try CaseCursor("audited_files", StoredFile.select, on: connection)
    entries = try CaseCursor(
      "audited_entries",
      "select \(JournalRow.columns) from journal order by case_id, revision",
      on: connection
    )
    parties = try CaseCursor(
      "audited_parties",
      "select case_id, organisation, alias from case_party order by case_id",
      on: connection
    )
    timers = try CaseCursor("audited_timers", StoredTimer.select, on: connection)
    events = try CaseCursor("audited_events", StoredEvents.select, on: connection)
    acknowledgements = try CaseCursor("audited_acknowledgements", StoredAcknowledgement.select, on: connection)
  }

  /// The next case, checked. A case is what any of the tables knows of: rows whose case was taken away are found as well.
  mutating func next(on connection: isolated PostgresConnection) throws -> CaseAudit? {
    let ids = [files, entries, parties, timers, events, acknowledgements].compactMap(\.caseID)
    // As PostgreSQL orders them: byte by byte.
    guard let id = ids.min(by: { $0.uuidString < $1.uuidString }) else { return nil }
    let file = try files.next(of: id, on: connection).map { try StoredFile($0) }
    var audit = CaseAudit(id, file, eventsStart: eventsStart, keyring: keyring)
    while let row = try entries.next(of: id, on: connection) {
      let entry = try JournalRow(row)
      audit.add(entry)
      try addEvents(of: entry, to: &audit, on: connection)
    }
    while let row = try events.next(of: id, on: connection) {
      audit.addStrayEvent(of: try StoredEvents.revision(row))
    }
    var known: [(String, UUID)] = []
    while let row = try parties.next(of: id, on: connection) { known.append((try row[1], try row[2])) }
    var waiting: Set<StoredTimer> = []
    while let row = try timers.next(of: id, on: connection) { waiting.insert(try StoredTimer(row)) }
    var asked: Set<StoredAcknowledgement> = []
    while let row = try acknowledgements.next(of: id, on: connection) { asked.insert(try StoredAcknowledgement(row)) }
    audit.finish(parties: known, timers: waiting, acknowledgements: asked)
    return audit
  }

  private mutating func addEvents(
    of entry: JournalRow,
    to audit: inout CaseAudit,
    on connection: isolated PostgresConnection
  ) throws {
    var found = StoredEvents(caseID: entry.caseID, revision: entry.revision)
    while let row = events.peek(of: entry.caseID) {
      let revision = try StoredEvents.revision(row)
      guard revision <= entry.revision else { break }
      if revision == entry.revision {
        try found.add(row, of: entry, keyring: keyring)
      } else {
        audit.addStrayEvent(of: revision)
      }
      _ = try events.next(of: entry.caseID, on: connection)
    }
    audit.add(found)
  }
}
