public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// Deadlines over all cases of an organisation. The rows of lists say which cases can have one that is asked for; only those are
/// opened. That is done in pages, so that no connection is held for long and whoever stops waiting stops the work.
extension CaseReader {
  /// How many cases are opened at a time.
  private static let batch = 100

  /// The deadlines that the reader may see, case by case, in an order of cases that does not change.
  /// - Parameters:
  ///   - after: the last case of the page before.
  ///   - enough: how many deadlines end the page; the last case may bring more.
  ///   - limit: how many cases are opened, in whole batches of 100; the page may hold no deadline at all, also because 10,000
  ///     cases had none that is asked for.
  public func deadlines(
    for reader: Actor,
    matching filter: DeadlineFilter = DeadlineFilter(),
    after: UUID? = nil,
    enough: Int,
    limit: Int
  ) async throws(StoreError) -> DeadlinePage {
    if let alias = filter.alias {
      let view = try await view(alias, for: reader)
      return DeadlinePage(deadlines: view.map { Self.deadlines(in: $0, matching: filter) } ?? [])
    }
    var found = DeadlinePage()
    var next: ListPlace? = .start(of: .id)
    if let after { next = ListPlace(moment: .minusInfinity, alias: after) }
    var (rows, opened) = (0, 0)
    while let place = next, found.deadlines.count < enough, rows < Self.mostRows, opened < limit {
      let query = ListingQuery(filter: filter.cases, order: .id, reader: reader, after: place, rows: Self.rowsPerBatch)
      let step = try await pool.store(readingFor: reader.organisation) { connection in
        try read(query, most: Self.batch, on: connection)
      }
      found.deadlines += step.list.cases.flatMap { Self.deadlines(in: $0, matching: filter) }
      found.unreadable += step.list.unreadable
      next = step.list.next
      rows += step.rows
      opened += step.opened
    }
    found.next = next?.alias
    return found
  }

  /// What names a deadline to the outside without telling which it is: the same for every run of it, and another one for
  /// every organisation.
  public func pseudonym(of deadline: DeadlineView) -> UUID {
    keyring.deadlineID(deadline.name, of: deadline.alias)
  }

  package static func deadlines(in view: CaseView, matching filter: DeadlineFilter) -> [DeadlineView] {
    filter.takes(view) ? view.deadlines.filter(filter.takes) : []
  }
}
