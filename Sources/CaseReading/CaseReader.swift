public import CaseCore
public import Foundation
public import Postgres
import SettingsStore
public import StoreBase

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
  let settingsCache: SettingsCache
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
    settingsCache = SettingsCache(keyring: keyring, calendar: calendar)
    self.directory = directory
  }

  /// One case.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func view(_ alias: UUID, for reader: Actor) async throws(StoreError) -> CaseView? {
    try await reading(alias, for: reader) { view, _, _ in view }
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
    try await pool.store(readingFor: reader.organisation) { connection in
      let start = after ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
      let rows = try connection.query(ReaderQueries.page.bind(reader.organisation, start, limit))
      var page = try read(rows, for: reader, on: connection)
      if rows.count < limit { page.next = nil }
      return page
    }
  }

  /// A place in a list, as it may be told: where the page after a case begins, for this reader and this question.
  public func place(after alias: UUID, for reader: Actor, in question: [String]) throws(StoreError) -> String {
    try keyring.place(after: alias, in: [reader.organisation, reader.subject] + question)
  }

  /// - Returns: `nil` for a text that was not given out to this reader for this question.
  public func position(_ place: String, for reader: Actor, in question: [String]) -> UUID? {
    keyring.position(place, in: [reader.organisation, reader.subject] + question)
  }
}
