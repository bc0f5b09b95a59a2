public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// A journal for a reader: the entries that are for it, numbered by the revisions that the reader was shown.
extension CaseReader {
  /// How many entries of a case are fetched at a time.
  private static let batch = 500

  /// The entries of one case that are for the reader.
  /// - Parameters:
  ///   - after: the last revision that was read, as the reader knows it.
  ///   - limit: the most entries of a page.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func journal(
    _ alias: UUID,
    for reader: Actor,
    after: Int64,
    limit: Int
  ) async throws(StoreError) -> JournalView? {
    // Entries are fetched of a case that the reader may know of: the fetching takes time that would tell there is one.
    try await reading(alias, for: reader) { view, cipher, connection in
      let moves = try connection.query(ReaderQueries.moves.bind(reader.organisation, view.alias))
      let mergers = try moves.compactMap { row in try CaseMerger(revision: row[0], kind: row[2], name: row[1]) }
      let earlier = try earlier(moves, view, on: connection)
      var page = JournalPage(
        view: view,
        predecessors: mergers.predecessors(of: reader.organisation, in: view.instance),
        workflows: earlier.map(\.view.workflow) + [view.workflow],
        cipher: cipher,
        after: after,
        limit: limit
      )
      // From the first on: an entry that was there before the reader came has a number by the entries before it.
      var position: Int64 = 0
      while !page.isFull {
        let rows = try connection.query(
          ReaderQueries.journal.bind(reader.organisation, view.alias, position, Self.batch)
        )
        .map { row in try JournalRow(row) }
        rows.forEach { page.add($0) }
        guard rows.count == Self.batch, let last = rows.last else { break }
        position = last.revision
      }
      var (entries, next) = page.finish()
      let ids = try aliases(ofCasesIn: entries.map(\.fields), of: view.workflow, for: reader, on: connection)
      for index in entries.indices { entries[index].fields.show(ids) }
      return JournalView(
        view: view,
        earlier: earlier,
        entries: entries,
        next: next,
        unreadable: entries.allSatisfy(\.isReadable)
          ? nil : UnreadableCase(caseID: cipher.caseID, alias: alias, reason: .damaged, isForReader: true)
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
      guard try row[2, as: String.self] == "migration" else { return nil }
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
}
