import CaseCore
import Crypto
import Foundation
package import Postgres

extension DirectoryJournal {
  /// Holds the directory and the published workflows against the journal.
  /// - Returns: how many entries there are, and what is wrong, a sentence each.
  package func faults(on connection: isolated PostgresConnection) throws -> (entries: Int, faults: [String]) {
    var faults: [String] = []
    var held: [String: Entry] = [:]
    var (number, previous): (Int64, Data) = (0, JournalRow.origin)
    let rows = try connection.query(
      "select number, recorded_at, kind, name, digest, previous, seal, proposal from directory_journal order by number"
    )
    for row in rows {
      let entry = try Entry(row)
      if entry.number != number + 1 || entry.previous != previous || entry.seal != entry.ownSeal(by: keyring) {
        faults.append("directory, entry \(entry.number): changed, missing or out of order")
      }
      (number, previous) = (entry.number, entry.seal)
      held["\(entry.kind) \(entry.name)"] = entry
    }
    for subject in try Self.subjects(on: connection) {
      let name = "\(subject.kind.rawValue) \(subject.name)"
      switch held.removeValue(forKey: name)?.digest {
      case subject.digest: break
      case nil: faults.append("\(name): was never recorded in the journal of the directory")
      case .some: faults.append("\(name): differs from what the journal of the directory says")
      }
    }
    let now = try Instant(connection.row("select service_now()")[0, as: PostgresTimestamp.self])
    faults += held.filter { !$1.mayBeOver(at: now) }.keys.sorted().map {
      "\($0): is gone, and the journal of the directory has it"
    }
    faults += try Self.unapproved(on: connection) + unapprovedMergers(on: connection)
    return (rows.count, faults + (try ledgerFaults(on: connection)))
  }

  /// What is wrong with the ledger of what administrators propose and approve. Every entry is decrypted: damage shows nowhere else.
  private func ledgerFaults(on connection: isolated PostgresConnection) throws -> [String] {
    let found = try SealedLedger.administration.rows(on: connection)
    let reading = LedgerReading(found.rows, head: found.head, of: .administration, keyring: keyring) {
      row throws(StoreError) in try row.plain(keyring: keyring)
    }
    let numbers = Set(SealedLedger.faults(in: found.rows)).union(reading.damaged).sorted()
    return (reading.fault.map { [$0] } ?? [])
      + numbers.map { "administration, entry \($0): changed, missing or out of order" }
  }

  private static func subjects(on connection: isolated PostgresConnection) throws -> [Subject] {
    let organisations = try connection.query(
      "select number, name, region, roles, removal from organisation order by number"
    ).map { row in
      let organisation = try OrganisationStore.organisation(row)
      return try row[4, as: Data?.self].map { Subject(removed: organisation, account: $0) } ?? Subject(organisation)
    }
    let versions = try connection.query(
      "select workflow, version, source from workflow_version order by workflow, version"
    ).map { row in
      // The text itself, whatever the column with its digest says.
      let text = try row[2, as: String.self]
      return Subject(workflow: try row[0], version: try row[1], text: Data(SHA256.hash(data: Data(text.utf8))))
    }
    return organisations + versions + (try Subject.closedAcknowledgements(on: connection))
      + (try Subject.conditions(on: connection)) + (try Subject.mandates(on: connection))
  }
}
