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

  /// A version of a workflow that was published once.
  /// - Returns: `nil` when it never was.
  public func workflow(_ key: String, version: String) async throws(StoreError) -> Workflow? {
    guard library.isOpen else { throw .notPrepared }
    if let known = library.known.first(where: { $0.key == key && $0.version == version }) { return known }
    do throws(StoreError) {
      return try await pool.store { connection in try library.pinned(key, version, on: connection) }
    } catch .workflowUnknown {
      return nil
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
