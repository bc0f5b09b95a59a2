public import CaseCore
import Postgres
public import StoreBase

/// What cases are made of, apart from any case.
extension CaseReader {
  /// The versions of workflows under which new cases begin, by their keys.
  /// - Throws: ``StoreError/notPrepared`` when the service has not yet published them.
  public var workflows: [Workflow] {
    get throws(StoreError) {
      guard library.isOpen else { throw .notPrepared }
      return library.offered
    }
  }

  /// The organisations that take part, and what time it is.
  public struct Setting: Sendable {
    public let directory: Directory
    public let now: Instant
  }

  public func setting() async throws(StoreError) -> Setting {
    try await pool.store { connection in
      let row = try connection.row("select service_now(), revision from directory_revision")
      return Setting(
        directory: try directory.at(revision: row[1, as: Int64.self], on: connection),
        now: Instant(try row[0, as: PostgresTimestamp.self])
      )
    }
  }
}
