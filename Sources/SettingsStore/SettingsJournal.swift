import CaseCore
package import Foundation
package import Postgres
package import StoreBase

/// The journal of settings in the database.
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

  /// The rows in order, the sealed head, and the revision that cases are brought up to. One statement, for somebody may be
  /// adding an entry.
  package static func rows(
    on connection: isolated PostgresConnection
  ) throws -> (rows: [SettingsRow], head: SettingsHead?, deadlineSettings: Int64) {
    let found = try connection.query(all.bind())
    guard let first = found.first else { throw StoreError.corrupt("a directory without a revision") }
    let head = try first[1, as: Int64?.self].map { number in
      SettingsHead(number: number, hash: try first[2], revision: try first[3], seal: try first[4])
    }
    let rows = try found.filter { try $0[5, as: Int64?.self] != nil }.map { try SettingsRow($0, from: 5) }
    return (rows, head, try first[0])
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
    let row = try SettingsRow(entry, after: previous, keyring: keyring)
    _ = try connection.pipeline([
      insertOne.bind(
        row.number,
        row.recordedAt.timestamp,
        row.kind,
        row.proposal,
        row.plan,
        row.content,
        row.previous,
        row.hash,
        row.seal
      ), seal(SettingsHead(number: row.number, hash: row.hash, revision: revision), keyring: keyring),
    ])
  }

  /// Seals what was written before there were seals: once, when the schema gets them, for later it could not be told from
  /// what somebody else wrote.
  /// - Throws: when the entries are not as they were written.
  package static func sealFirst(keyring: Keyring, on connection: isolated PostgresConnection) throws {
    let found = try rows(on: connection)
    let approved = found.rows.count { $0.kind == SettingsEntry.Kind.approved.rawValue }
    guard faults(in: found.rows).isEmpty, Int64(approved) == found.deadlineSettings, let last = found.rows.last else {
      throw StoreError.corrupt("the journal of settings, which is to be sealed; see casusregie journal verify")
    }
    for row in found.rows { _ = try row.entry(keyring: keyring) }
    let head = SettingsHead(number: last.number, hash: last.hash, revision: found.deadlineSettings)
    _ = try connection.query(seal(head, keyring: keyring))
  }

  private static func seal(_ head: SettingsHead, keyring: Keyring) -> Statement {
    setHead.bind(head.number, head.hash, head.revision, keyring.seal(head))
  }

  /// Lets nobody else add to the journal until the transaction ends.
  package static let lock = PreparedQuery("select service_now(), settings_revision from directory_revision for update")
  package static let setRevision = PreparedQuery("update directory_revision set settings_revision = $1")

  private static let all = PreparedQuery(
    """
    select d.settings_revision, s.number, s.head, s.revision, s.seal,
      j.number, j.recorded_at, j.kind, j.proposal, j.plan, j.content, j.previous, j.hash, j.seal
    from directory_revision d
    left join settings_seal s on true
    left join settings_journal j on true
    order by j.number
    """
  )
  private static let insertOne = PreparedQuery(
    """
    insert into settings_journal (number, recorded_at, kind, proposal, plan, content, previous, hash, seal)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
  )
  private static let setHead = PreparedQuery(
    """
    insert into settings_seal (number, head, revision, seal) values ($1, $2, $3, $4)
    on conflict (single) do update
    set number = excluded.number, head = excluded.head, revision = excluded.revision, seal = excluded.seal
    """
  )

  /// What is wrong with the chain: the numbers of the entries that are not what they were, or do not follow the one before.
  package static func faults(in rows: [SettingsRow]) -> [Int64] {
    var previous = JournalRow.origin
    var number: Int64 = 0
    return rows.compactMap { row in
      let isSound = row.number == number + 1 && row.previous == previous && row.hash == row.computedHash
      (previous, number) = (row.hash, row.number)
      return isSound ? nil : row.number
    }
  }
}

extension SettingsRow {
  fileprivate init(_ row: Row, from column: Int) throws(PostgresError) {
    number = try row[column]
    recordedAt = Instant(try row[column + 1, as: PostgresTimestamp.self])
    kind = try row[column + 2]
    proposal = try row[column + 3]
    plan = try row[column + 4, as: Data?.self]
    content = try row[column + 5]
    previous = try row[column + 6]
    hash = try row[column + 7]
    seal = try row[column + 8, as: Data?.self]
  }
}
