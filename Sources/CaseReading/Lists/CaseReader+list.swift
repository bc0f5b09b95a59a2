public import CaseCore
import Foundation
import Postgres
public import StoreBase

/// Lists of the cases that somebody asks for, found by the rows that are written with each case. A row says which cases may be
/// asked for, and misses none; each of those is opened and held against the question as the reader is shown it. So the list
/// tells nothing that reading each case would not.
///
/// The order is that of the rows. What the clock or new settings have still to do to a case is shown, and moves it in the list
/// when it is written: until then it stands where it stood. A case that moves between two pages may come twice or not at all;
/// one that stands still comes once.
extension CaseReader {
  /// How many rows are read at a time. Those of a page that asks for all are among the first.
  static let rowsPerBatch = 500
  /// How many rows are read for a page, however few of them are asked for.
  static let mostRows = 10_000
  /// How many cases are opened for a page, however few of them turn out to be asked for.
  private static let mostCases = 1_000

  /// - Parameters:
  ///   - after: the end of the page before.
  ///   - limit: the most cases of a page. It has fewer only at the end of the list, and after 10,000 cases were read.
  public func list(
    _ filter: CaseFilter,
    by order: CaseOrder,
    for reader: Actor,
    after: ListPlace?,
    limit: Int
  ) async throws(StoreError) -> CaseList {
    var list = CaseList(next: after ?? .start(of: order))
    var (rows, opened) = (0, 0)
    while let place = list.next, list.cases.count < limit, rows < Self.mostRows, opened < Self.mostCases {
      let query = ListingQuery(filter: filter, order: order, reader: reader, after: place, rows: Self.rowsPerBatch)
      // A round trip of its own each time: no connection is held for long, and whoever stops waiting stops the work.
      let room = limit - list.cases.count
      let step = try await pool.store(readingFor: reader.organisation) { connection in
        try read(query, most: room, on: connection)
      }
      list.cases += step.list.cases
      list.unreadable += step.list.unreadable
      list.next = step.list.next
      rows += step.rows
      opened += step.opened
    }
    return list
  }

  /// What one round trip found, and what it took.
  struct Step: Sendable {
    var list: CaseList
    var rows: Int
    var opened: Int
  }

  /// - Parameter most: how many cases are opened at most.
  func read(_ query: ListingQuery, most: Int, on connection: isolated PostgresConnection) throws -> Step {
    let rows = try connection.query(query.statement).map { row in
      (place: ListPlace(moment: try row[1], alias: try row[0]), isAskedFor: try row[2, as: Bool.self])
    }.sorted { query.order.puts($0.place, before: $1.place) }
    var (found, position): ([UUID], Int) = ([], 0)
    while position < rows.count, found.count < most {
      // Two rows of one case that are due at the same moment lie side by side.
      if rows[position].isAskedFor, found.last != rows[position].place.alias {
        found.append(rows[position].place.alias)
      }
      position += 1
    }
    var step = Step(list: CaseList(), rows: position, opened: found.count)
    if position == rows.count, rows.count < query.rows {
      step.list.next = nil
    } else {
      step.list.next = rows[position - 1].place
    }
    guard !found.isEmpty else { return step }
    let page = try read(
      connection.query(ReaderQueries.named.bind(query.reader.organisation, found)),
      for: query.reader,
      on: connection
    )
    let views = Dictionary(page.cases.map { ($0.alias, $0) }, uniquingKeysWith: { first, _ in first })
    step.list.cases = found.compactMap { views[$0] }.filter(query.filter.takes)
    step.list.unreadable = page.unreadable
    return step
  }

  /// A place in a list, as it may be told: where the page after it begins, for this reader and this question.
  public func place(_ place: ListPlace, for reader: Actor, in question: [String]) throws(StoreError) -> String {
    try keyring.place(place.data, in: [reader.organisation, reader.subject] + question)
  }

  /// - Returns: `nil` for a text that was not given out to this reader for this question.
  public func listPlace(_ text: String, for reader: Actor, in question: [String]) -> ListPlace? {
    keyring.data(of: text, in: [reader.organisation, reader.subject] + question).flatMap(ListPlace.init)
  }
}
