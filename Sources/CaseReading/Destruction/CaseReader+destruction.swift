public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// What is left of destroyed cases, for those who took part in them and for oversight.
extension CaseReader {
  /// - Returns: `nil` when there is no such case, its content is still there, or the reader may not know of it.
  public func destruction(_ alias: UUID, for reader: Actor) async throws(StoreError) -> DestructionView? {
    try await pool.store(readingFor: reader.organisation) { connection in
      let rows = try connection.query(DestructionQueries.one.bind(reader.organisation, alias))
      return try rows.first.flatMap { try destruction($0, for: reader, on: connection) }
    }
  }

  /// All that the reader may know of, a page at a time, in an order that does not change.
  /// - Parameters:
  ///   - after: the last one of the page before.
  ///   - limit: how many the page holds at most.
  /// - Returns: the page, and whether there may be more.
  public func destructions(
    for reader: Actor,
    after: UUID?,
    limit: Int
  ) async throws(StoreError) -> (page: [DestructionView], hasMore: Bool) {
    var (page, last): ([DestructionView], UUID?) = ([], after)
    while page.count < limit {
      let from = last ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
      let wanted = limit - page.count
      let found = try await pool.store(readingFor: reader.organisation) { connection in
        let rows = try connection.query(DestructionQueries.page.bind(reader.organisation, from, wanted))
        return try rows.map { row in
          (try row[0, as: UUID.self], try destruction(row, for: reader, on: connection))
        }
      }
      page += found.compactMap(\.1)
      guard found.count == wanted, let end = found.last?.0 else { return (page, false) }
      last = end
    }
    return (page, true)
  }

  private func destruction(
    _ row: Row,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> DestructionView? {
    let (alias, caseID) = (try row[0, as: UUID.self], try row[1, as: UUID.self])
    try keyring.require(alias, of: caseID, for: reader.organisation)
    let record = try DestructionRecord(sealed: row[3], caseID: caseID, head: row[2], keyring: keyring)
    let directory = try directory.at(revision: row[4, as: Int64.self], on: connection)
    let workflow: Workflow?
    do {
      workflow = try library.pinned(record.workflow, record.version, on: connection)
    } catch StoreError.workflowUnknown {
      // The record is told in keys then.
      workflow = nil
    }
    return DestructionView(record, alias: alias, for: reader, workflow: workflow, directory: directory)
  }
}

private enum DestructionQueries {
  static let one = PreparedQuery(
    """
    select p.alias, c.id, c.head, gone.content, d.revision
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join destruction gone on gone.case_id = c.id
    where p.organisation = $1 and p.alias = coalesce(
      (select own.alias from succession old join case_party own using (organisation, case_id)
        where old.organisation = $1 and old.alias = $2),
      $2)
    """
  )
  static let page = PreparedQuery(
    """
    select p.alias, c.id, c.head, gone.content, d.revision
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join destruction gone on gone.case_id = c.id
    where p.organisation = $1 and p.alias > $2
    order by p.alias limit $3
    """
  )
}
