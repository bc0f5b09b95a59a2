import CaseCore
import Foundation
import Postgres

/// Organisations that are merged into others: their cases go over one by one, and then the rest.
extension OrganisationStore {
  /// The merger of an organisation into another; `nil` for one that was not merged.
  package func merger(of former: String) async throws(StoreError) -> Merger? {
    guard let keyring else { throw .keyringMissing }
    return try await pool.store { connection in
      try connection.query(
        "select \(unsafeRawSQL: Merger.columns) from merger where former = \(former)"
      ).first.map { try Merger($0, keyring: keyring) }
    }
  }

  /// All mergers, in the order in which they began.
  package func mergers() async throws(StoreError) -> [Merger] {
    guard let keyring else { throw .keyringMissing }
    return try await pool.store { connection in
      try connection.query("select \(unsafeRawSQL: Merger.columns) from merger order by begun_at, former")
        .map { try Merger($0, keyring: keyring) }
    }
  }

  /// Begins a merger, on the approval. From then on the former gets no part in anything that it has none in.
  /// - Throws: ``StoreError/approvalLapsed(_:)``, and then nothing has changed.
  package func beginMerger(of former: String, into successor: String) async throws(StoreError) {
    guard let keyring, let journal, let approval else { throw .keyringMissing }
    try await pool.store { connection in
      try connection.withTransaction { connection in
        let all = try Self.all(on: connection)
        guard let known = all.first(where: { $0.number == former && $0.takesPart }) else {
          throw StoreError.corrupt("a merger of an organisation that takes no part")
        }
        try journal.record(.init(known), by: approval, on: connection)
        let seal = Merger.seal(former, into: successor, proposal: approval.proposal, keyring: keyring)
        try connection.query(
          """
          insert into merger (former, successor, proposal, seal)
          values (\(former), \(successor), \(approval.proposal), \(seal))
          """
        )
      }
    }
  }

  /// Whether every transaction ended that may bring an organisation into a case without having seen a merger that began before this
  /// call; waits for them. Each has a lock on the table of parties from its first row of it to its end.
  package func waitForOthers(limit: Duration = .seconds(60)) async throws(StoreError) -> Bool {
    let writing: [String] = try await pool.store { connection in
      try connection.query(Self.writers).map { try $0[0] }
    }
    let end = ContinuousClock.now + limit
    while true {
      let now: Set<String> = try await pool.store { connection in
        Set(try connection.query(Self.writers).map { try $0[0, as: String.self] })
      }
      if now.isDisjoint(with: writing) { return true }
      guard ContinuousClock.now < end else { return false }
      // Cancelled, it looks once more.
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private static let writers: Statement = """
    select virtualtransaction from pg_locks
    where locktype = 'relation' and relation = 'case_party'::regclass and mode = 'RowExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())
    """

  /// What the former has to acknowledge still, and its receipts, are the successor's from now on.
  package func handOverRows(of former: String) async throws(StoreError) -> (acknowledgements: Int64, receipts: Int64) {
    try await pool.store { connection in
      let row = try connection.row("select acknowledgements, receipts from hand_over(\(former))")
      return (try row[0], try row[1])
    }
  }

  /// The queue of the former is a former queue of the successor: it empties it, and then it goes.
  /// - Returns: whether it is; not when the successor has another one to empty.
  package func handOverQueue(of former: String, to successor: String) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.query(
        """
        update recipient set former_queue = old.queue, moved_at = clock_timestamp()
        from recipient old
        where recipient.organisation = \(successor) and old.organisation = \(former)
          and (recipient.former_queue is null or recipient.former_queue = old.queue)
        """
      ).affected == 1
    }
  }

  package func endMerger(of former: String) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(
        "update merger set ended_at = service_now() where former = \(former) and ended_at is null"
      )
    }
  }
}

extension DirectoryJournal {
  /// Mergers that nobody approved, or that somebody wrote by hand, a sentence each.
  func unapprovedMergers(on connection: isolated PostgresConnection) throws -> [String] {
    let rows = try connection.query(
      """
      select \(unsafeRawSQL: Merger.columns), exists (
        select from directory_journal d
        where d.proposal = merger.proposal and d.kind = 'organisation' and d.name = merger.former)
      from merger order by former
      """
    )
    return try rows.compactMap { row in
      let former = try row[0, as: String.self]
      // Whatever is wrong with it.
      guard (try? Merger(row, keyring: keyring)) != nil, try row[6, as: Bool.self] else {
        return "merger of \(former): differs from what was approved"
      }
      return nil
    }
  }
}
