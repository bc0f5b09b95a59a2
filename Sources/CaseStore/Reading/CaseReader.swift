public import CaseCore
public import Foundation
public import Postgres

/// Reads cases for people, as the clock has them: what is due and was not told yet is shown as if it were, with the revision that it
/// will have made when something is next written. So what is shown as possible is possible, and reading writes nothing.
///
/// It finds a case in one way only, by the reader's organisation and the id that this
/// organisation knows it by, so a case of others and one that does not exist are the same miss in the same query. A case
/// whose content was destroyed is a miss too.
public struct CaseReader: Sendable {
  let pool: PostgresPool
  let keyring: Keyring
  let library: WorkflowLibrary
  private let configurations: ConfigurationCache
  let directory: DirectoryCache

  public init(
    pool: PostgresPool,
    keyring: Keyring,
    library: WorkflowLibrary,
    calendar: WorkCalendar = .standard,
    directory: DirectoryCache
  ) {
    self.pool = pool
    self.keyring = keyring
    self.library = library
    configurations = ConfigurationCache(keyring: keyring, calendar: calendar)
    self.directory = directory
  }

  /// One case.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func view(_ alias: UUID, for reader: Actor) async throws(StoreError) -> CaseView? {
    try await pool.store { connection in
      let rows = try connection.query(ReaderQueries.one.bind(reader.organisation, alias))
      return try rows.first.flatMap { row in try view(row, for: reader, on: connection)?.view }
    }
  }

  /// The cases of the reader's organisation that the reader may know of, in an order that does not change.
  /// - Parameters:
  ///   - after: the last case of the page before.
  ///   - limit: how many cases of the organisation are looked at; the page may hold fewer.
  public func page(
    for reader: Actor,
    after: UUID?,
    limit: Int
  ) async throws(StoreError) -> CasePage {
    try await pool.store { connection in
      let start = after ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
      let rows = try connection.query(ReaderQueries.page.bind(reader.organisation, start, limit))
      var cases: [CaseView] = []
      var last: UUID?
      for row in rows {
        last = try row[8, as: UUID.self]
        if let found = try view(row, for: reader, on: connection) { cases.append(found.view) }
      }
      return CasePage(cases: cases, next: rows.count < limit ? nil : last)
    }
  }

  /// The entries of one case that are for the reader.
  /// - Parameters:
  ///   - after: the last revision that was read.
  ///   - limit: how many entries of the case are looked at; fewer may be for the reader.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func journal(
    _ alias: UUID,
    for reader: Actor,
    after: Int64,
    limit: Int
  ) async throws(StoreError) -> JournalView? {
    try await pool.store { connection in
      let answers = try connection.pipeline([
        ReaderQueries.one.bind(reader.organisation, alias),
        ReaderQueries.journal.bind(reader.organisation, alias, after, limit),
        ReaderQueries.moves.bind(reader.organisation, alias),
      ])
      guard let row = answers[0].first, let (view, cipher) = try view(row, for: reader, on: connection) else {
        return nil
      }
      // An entry that was written between the two statements belongs to the next look.
      let rows = try answers[1].map { row in try JournalRow(row) }.filter { $0.revision <= view.instance.revision }
      let entries = try rows.compactMap { row in
        try ReadEntry(row, cipher: cipher, insight: view.insight, reader: reader)
      }
      return JournalView(
        view: view,
        earlier: try earlier(answers[2], view, on: connection),
        entries: entries,
        next: rows.count < limit ? nil : rows.last?.revision
      )
    }
  }

  /// The case in the words of the versions that it moved on from. One that this program cannot read is left out: then
  /// its entries are told in the words of the next.
  private func earlier(
    _ moves: Rows,
    _ view: CaseView,
    on connection: isolated PostgresConnection
  ) throws -> [(until: Int64, view: CaseView)] {
    try moves.compactMap { row in
      let (revision, versions) = (try row[0, as: Int64.self], try row[1, as: String.self].split(separator: " "))
      guard let version = versions.first else { return nil }
      do {
        let workflow = try library.pinned(view.instance.workflow, String(version), on: connection)
        return view.under(workflow).map { (revision, $0) }
      } catch StoreError.workflowUnknown {
        return nil
      }
    }
  }

  private func view(
    _ row: Row,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> (view: CaseView, cipher: CaseCipher)? {
    guard let record = try CaseRecord(row, from: 2, keyring: keyring) else { return nil }
    let alias = try row[8, as: UUID.self]
    try keyring.require(alias, of: record.cipher.caseID, for: reader.organisation)
    let configuration = try configurations.at(revision: row[9, as: Int64.self], on: connection)
    let decider = Decider(
      workflow: try library.pinned(record.instance.workflow, record.instance.version, on: connection),
      directory: try directory.at(revision: row[1, as: Int64.self], on: connection),
      configuration: configuration,
      now: Instant(try row[0, as: PostgresTimestamp.self])
    )
    let earlier = try configurations.from(row[10, as: Int64.self], upTo: configuration, on: connection)
    let clock = decider.catchUp(record.instance, from: earlier)
    let instance = clock.last?.result ?? record.instance
    return CaseView(instance, as: alias, for: reader, by: decider).map { ($0, record.cipher) }
  }
}
