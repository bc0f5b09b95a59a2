package import Foundation
package import Postgres
package import StoreBase

/// The journal of settings in the database: a ``StoreBase/SealedLedger``.
package enum SettingsJournal {
  /// All of it, as it is at one moment.
  static func read(keyring: Keyring, on connection: isolated PostgresConnection) throws -> SettingsJournalReading {
    let found = try rows(on: connection)
    return SettingsJournalReading(
      found.rows,
      head: found.head,
      deadlineSettings: found.deadlineSettings,
      keyring: keyring
    )
  }

  /// The rows in order, the sealed head, and the revision that cases are brought up to.
  package static func rows(
    on connection: isolated PostgresConnection
  ) throws -> (rows: [LedgerRow], head: LedgerHead?, deadlineSettings: Int64) {
    try SealedLedger.settings.rows(on: connection)
  }

  /// Adds an entry, and seals the journal with it.
  /// - Parameter revision: of the settings, with the entry.
  package static func append(
    _ entry: SettingsEntry,
    after previous: Data,
    revision: Int64,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let row = try entry.row(after: previous, keyring: keyring)
    try SealedLedger.settings.append(row, revision: revision, keyring: keyring, on: connection)
  }

  /// Seals what was written before there were seals: once, when the schema gets them, for later it could not be told from
  /// what somebody else wrote.
  /// - Throws: when the entries are not as they were written.
  package static func sealFirst(keyring: Keyring, on connection: isolated PostgresConnection) throws {
    let found = try rows(on: connection)
    let approved = found.rows.count { $0.kind == SettingsEntry.Kind.approved.rawValue }
    guard SealedLedger.faults(in: found.rows).isEmpty, Int64(approved) == found.deadlineSettings,
      let last = found.rows.last
    else {
      throw StoreError.corrupt("the journal of settings, which is to be sealed; see casusregie journal verify")
    }
    for row in found.rows { _ = try SettingsEntry(row, keyring: keyring) }
    let head = LedgerHead(of: .settings, number: last.number, hash: last.hash, revision: found.deadlineSettings)
    _ = try connection.query(SealedLedger.settings.seal(head, keyring: keyring))
  }

  package static let setRevision = PreparedQuery("update directory_revision set settings_revision = $1")
}
