package import CaseCore
package import Postgres

/// What is done on an approval, and what an approval is held against.
extension OrganisationStore {
  /// Lets an organisation in again that is shut out; the journal of the directory has on which proposal.
  /// - Returns: whether it takes part.
  package func resume(_ organisation: String) async throws(StoreError) -> Bool {
    let (journal, approval) = (journal, approval)
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        let known = try Self.all(on: connection).first { $0.number == organisation && $0.takesPart }
        guard let known else { return false }
        if approval != nil { try journal?.record(.init(known), by: approval, on: connection) }
        try connection.query("update recipient set suspended_at = null where organisation = \(organisation)")
        return true
      }
    }
  }

  /// What is known of an organisation at a moment.
  package struct Known: Sendable, Hashable {
    /// Without the conditions that it meets.
    package let organisation: Organisation
    package let conditions: [String: CivilDate]
    package let isSuspended: Bool
    package let queues: [String]
    package let users: [String]
  }

  /// One that takes part; `nil` for one that was removed, or never was.
  /// - Parameter isReplaced: whether all of it is to be entered anew. Then what somebody wrote in the database by hand counts for
  ///   nothing: it is `nil` too.
  /// - Throws: ``StoreError/corrupt(_:)`` when the journal of the directory says something else of it.
  package static func known(
    _ number: String,
    isReplaced: Bool = false,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Known? {
    let rows = try connection.query(
      """
      select number, name, region, roles, suspended_at is not null, queue, former_queue, username, former_username
      from organisation join recipient on organisation = number where number = \(number) and removed_at is null
      """
    )
    guard let row = rows.first else { return nil }
    let organisation = try organisation(row)
    if try DirectoryJournal(keyring: keyring).denies(.init(organisation), on: connection) {
      if isReplaced { return nil }
      throw StoreError.corrupt("organisation \(number): differs from what the journal of the directory says")
    }
    // What somebody wrote there by hand counts for nothing: it can be entered anew.
    let conditions = try (conditions(on: connection)[number] ?? [:]).filter { name, day in
      try !DirectoryJournal(keyring: keyring).denies(.init(condition: name, of: number, until: day), on: connection)
    }
    let user = try row[7, as: String?.self] ?? PartnerNames.user(of: number)
    return Known(
      organisation: organisation,
      conditions: conditions,
      isSuspended: try row[4],
      queues: [try row[5]] + (try row[6, as: String?.self].map { [$0] } ?? []),
      users: [user] + (try row[8, as: String?.self].map { [$0] } ?? [])
    )
  }
}

extension DirectoryJournal {
  /// When each proposal was carried out.
  package static func carriedOut(on connection: isolated PostgresConnection) throws -> [Int64: Instant] {
    let rows = try connection.query(
      "select proposal, min(recorded_at) from directory_journal where proposal is not null group by proposal"
    )
    return try rows.reduce(into: [:]) { $0[try $1[0, as: Int64.self]] = Instant(try $1[1, as: PostgresTimestamp.self]) }
  }

  /// What the directory rests on and the ledger does not have, a sentence each.
  static func unapproved(on connection: isolated PostgresConnection) throws -> [String] {
    let rows = try connection.query(
      """
      select number, proposal from directory_journal d where proposal is not null and not exists (
        select from administration_journal a
        where a.kind = 'approved' and a.proposal = d.proposal and a.recorded_at <= d.recorded_at)
      order by number
      """
    )
    return try rows.map {
      "directory, entry \(try $0[0, as: Int64.self]): rests on proposal \(try $0[1, as: Int64.self]), which was not approved"
    }
  }
}
