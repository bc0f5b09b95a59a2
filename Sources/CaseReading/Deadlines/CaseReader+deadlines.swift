public import CaseCore
public import Foundation
public import StoreBase

/// Deadlines over all cases of an organisation. What runs is only in the encrypted cases, so every case is read and opened:
/// in pages by the reader's own index, so that no connection is held for long and whoever stops waiting stops the work.
extension CaseReader {
  /// How many cases are read at a time.
  private static let batch = 100

  /// The deadlines that the reader may see, case by case, in an order of cases that does not change.
  /// - Parameters:
  ///   - after: the last case of the page before.
  ///   - enough: how many deadlines end the page; the last case may bring more.
  ///   - limit: how many cases are looked at, in whole batches of 100; the page may hold no deadline at all.
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
    var found = DeadlinePage(next: after)
    var looked = 0
    repeat {
      let page = try await page(for: reader, after: found.next, limit: Self.batch)
      found.deadlines += page.cases.flatMap { Self.deadlines(in: $0, matching: filter) }
      found.unreadable += page.unreadable
      found.next = page.next
      looked += Self.batch
    } while found.next != nil && found.deadlines.count < enough && looked < limit
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
