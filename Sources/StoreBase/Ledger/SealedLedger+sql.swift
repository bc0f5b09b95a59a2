import CaseCore
import Foundation
package import Postgres

/// A ledger in the database.
extension SealedLedger {
  /// The rows in order, the sealed head, and the revision that cases are brought up to. One statement, for somebody may be
  /// adding an entry.
  package func rows(
    on connection: isolated PostgresConnection
  ) throws -> (rows: [LedgerRow], head: LedgerHead?, deadlineSettings: Int64) {
    let found = try connection.query(
      """
      select d.settings_revision, s.number, s.head, s.revision, s.seal,
        j.number, j.recorded_at, j.kind, j.proposal, j.plan, j.content, j.previous, j.hash, j.seal
      from directory_revision d
      left join \(unsafeRawSQL: end) s on true
      left join \(unsafeRawSQL: journal) j on true
      order by j.number
      """
    )
    guard let first = found.first else { throw StoreError.corrupt("a directory without a revision") }
    let head = try first[1, as: Int64?.self].map { number in
      var head = LedgerHead(of: self, number: number, hash: try first[2], revision: try first[3])
      head.seal = try first[4]
      return head
    }
    let rows = try found.filter { try $0[5, as: Int64?.self] != nil }.map { try LedgerRow($0, from: 5, of: self) }
    return (rows, head, try first[0])
  }

  /// Adds an entry, and seals the ledger with it.
  /// - Parameter revision: how many entries approved something, with this one.
  package func append(
    _ row: LedgerRow,
    revision: Int64,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let insert: Statement = """
      insert into \(unsafeRawSQL: journal) (number, recorded_at, kind, proposal, plan, content, previous, hash, seal)
      values (\(row.number), \(row.recordedAt.timestamp), \(row.kind), \(row.proposal), \(row.plan), \(row.content),
        \(row.previous), \(row.hash), \(row.seal))
      """
    let head = LedgerHead(of: self, number: row.number, hash: row.hash, revision: revision)
    _ = try connection.pipeline([insert, seal(head, keyring: keyring)])
  }

  /// Puts a head in the place of the one that there is.
  package func seal(_ head: LedgerHead, keyring: Keyring) -> Statement {
    """
    insert into \(unsafeRawSQL: end) (number, head, revision, seal)
    values (\(head.number), \(head.hash), \(head.revision), \(keyring.seal(head)))
    on conflict (single) do update
    set number = excluded.number, head = excluded.head, revision = excluded.revision, seal = excluded.seal
    """
  }

  /// Lets nobody else add to a ledger, or change the directory, until the transaction ends.
  package static let lock = PreparedQuery("select service_now(), settings_revision from directory_revision for update")

  /// What is wrong with a chain: the numbers of the entries that are not what they were, or do not follow the one before.
  package static func faults(in rows: [LedgerRow]) -> [Int64] {
    var previous = JournalRow.origin
    var number: Int64 = 0
    return rows.compactMap { row in
      let isSound = row.number == number + 1 && row.previous == previous && row.hash == row.computedHash
      (previous, number) = (row.hash, row.number)
      return isSound ? nil : row.number
    }
  }
}

extension LedgerRow {
  fileprivate init(_ row: Row, from column: Int, of ledger: SealedLedger) throws(PostgresError) {
    self.ledger = ledger
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
