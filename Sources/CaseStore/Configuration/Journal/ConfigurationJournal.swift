import CaseCore
import Foundation
import Postgres

/// The journal of settings in the database.
enum ConfigurationJournal {
  /// All of it, as it is at one moment.
  static func read(keyring: Keyring, on connection: isolated PostgresConnection) throws -> ConfigurationReading {
    let found = try rows(on: connection)
    return ConfigurationReading(found.rows, head: found.head, configuration: found.configuration, keyring: keyring)
  }

  /// The rows in order, the sealed head, and the revision that cases are brought up to. One statement, for somebody may be
  /// adding an entry.
  static func rows(
    on connection: isolated PostgresConnection
  ) throws -> (rows: [ConfigurationRow], head: ConfigurationHead?, configuration: Int64) {
    let found = try connection.query(all.bind())
    guard let first = found.first else { throw StoreError.corrupt("a directory without a revision") }
    let head = try first[1, as: Int64?.self].map { number in
      ConfigurationHead(number: number, hash: try first[2], revision: try first[3], seal: try first[4])
    }
    let rows = try found.filter { try $0[5, as: Int64?.self] != nil }.map { try ConfigurationRow($0, from: 5) }
    return (rows, head, try first[0])
  }

  /// Adds an entry, and seals the journal with it.
  /// - Parameter revision: of the settings, with the entry.
  static func append(
    _ entry: ConfigurationEntry,
    after previous: Data,
    revision: Int64,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let row = try ConfigurationRow(entry, after: previous, keyring: keyring)
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
      ), seal(ConfigurationHead(number: row.number, hash: row.hash, revision: revision), keyring: keyring),
    ])
  }

  /// Seals what was written before there were seals: once, when the schema gets them, for later it could not be told from
  /// what somebody else wrote.
  /// - Throws: when the entries are not as they were written.
  static func sealFirst(keyring: Keyring, on connection: isolated PostgresConnection) throws {
    let found = try rows(on: connection)
    let approved = found.rows.count { $0.kind == ConfigurationEntry.Kind.approved.rawValue }
    guard faults(in: found.rows).isEmpty, Int64(approved) == found.configuration, let last = found.rows.last else {
      throw StoreError.corrupt("the journal of settings, which is to be sealed; see casusregie journal verify")
    }
    for row in found.rows { _ = try row.entry(keyring: keyring) }
    let head = ConfigurationHead(number: last.number, hash: last.hash, revision: found.configuration)
    _ = try connection.query(seal(head, keyring: keyring))
  }

  private static func seal(_ head: ConfigurationHead, keyring: Keyring) -> Statement {
    setHead.bind(head.number, head.hash, head.revision, keyring.seal(head))
  }

  /// Lets nobody else add to the journal until the transaction ends.
  static let lock = PreparedQuery("select service_now(), configuration from directory_revision for update")
  static let setRevision = PreparedQuery("update directory_revision set configuration = $1")

  private static let all = PreparedQuery(
    """
    select d.configuration, s.number, s.head, s.revision, s.seal,
      j.number, j.recorded_at, j.kind, j.proposal, j.plan, j.content, j.previous, j.hash, j.seal
    from directory_revision d
    left join configuration_seal s on true
    left join configuration_journal j on true
    order by j.number
    """
  )
  private static let insertOne = PreparedQuery(
    """
    insert into configuration_journal (number, recorded_at, kind, proposal, plan, content, previous, hash, seal)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
  )
  private static let setHead = PreparedQuery(
    """
    insert into configuration_seal (number, head, revision, seal) values ($1, $2, $3, $4)
    on conflict (single) do update
    set number = excluded.number, head = excluded.head, revision = excluded.revision, seal = excluded.seal
    """
  )

  /// What is wrong with the chain: the numbers of the entries that are not what they were, or do not follow the one before.
  static func faults(in rows: [ConfigurationRow]) -> [Int64] {
    var previous = JournalRow.origin
    var number: Int64 = 0
    return rows.compactMap { row in
      let isSound = row.number == number + 1 && row.previous == previous && row.hash == row.computedHash
      (previous, number) = (row.hash, row.number)
      return isSound ? nil : row.number
    }
  }
}

extension ConfigurationRow {
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
