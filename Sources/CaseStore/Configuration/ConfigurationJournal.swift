import CaseCore
import Foundation
import Postgres

/// The journal of settings in the database.
enum ConfigurationJournal {
  /// All of it, in order.
  static func rows(on connection: isolated PostgresConnection) throws -> [ConfigurationRow] {
    try connection.query(all.bind()).map { row in try ConfigurationRow(row) }
  }

  static func entries(keyring: Keyring, on connection: isolated PostgresConnection) throws -> [ConfigurationEntry] {
    try rows(on: connection).map { try $0.entry(keyring: keyring) }
  }

  static func insert(_ row: ConfigurationRow) -> Statement {
    insertOne.bind(
      row.number,
      row.recordedAt.timestamp,
      row.kind,
      row.proposal,
      row.plan,
      row.content,
      row.previous,
      row.hash
    )
  }

  /// Lets nobody else add to the journal until the transaction ends.
  static let lock = PreparedQuery("select service_now(), configuration from directory_revision for update")
  static let setRevision = PreparedQuery("update directory_revision set configuration = $1")

  private static let all = PreparedQuery(
    """
    select number, recorded_at, kind, proposal, plan, content, previous, hash from configuration_journal order by number
    """
  )
  private static let insertOne = PreparedQuery(
    """
    insert into configuration_journal (number, recorded_at, kind, proposal, plan, content, previous, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
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
  fileprivate init(_ row: Row) throws(PostgresError) {
    number = try row[0]
    recordedAt = Instant(try row[1, as: PostgresTimestamp.self])
    kind = try row[2]
    proposal = try row[3]
    plan = try row[4, as: Data?.self]
    content = try row[5]
    previous = try row[6]
    hash = try row[7]
  }
}
