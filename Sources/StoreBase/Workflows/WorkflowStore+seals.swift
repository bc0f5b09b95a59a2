import CaseCore
import Crypto
package import Foundation
package import Postgres

/// Which versions were published, and not only written in the table: whoever has the database alone can add a row, and cannot seal the entry
/// of the journal of the directory that goes with it (decision 0054).
extension WorkflowStore {
  /// Whether a version is published: with this text, and sealed.
  package static func isSealed(
    _ version: Published,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Bool {
    let found = try connection.query(
      "select source from workflow_version where workflow = \(version.workflow) and version = \(version.version)"
    )
    guard try found.first.map({ try $0[0, as: String.self] }) == version.source else { return false }
    return try DirectoryJournal(keyring: keyring).confirms(version.subject, on: connection)
  }

  /// The digest of the text of a version, when that was published.
  /// - Throws: ``StoreError/versionUnsealed(_:version:)``, ``StoreError/corrupt(_:)``
  /// - Returns: `nil` when there is no such version.
  package static func digest(
    of version: String,
    of workflow: String,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Data? {
    let found = try connection.query(
      "select source from workflow_version where workflow = \(workflow) and version = \(version)"
    )
    guard let row = found.first else { return nil }
    let published = Published(workflow: workflow, version: version, source: try row[0])
    try DirectoryJournal(keyring: keyring).require(published, on: connection)
    return published.digest
  }

  /// The versions in the table that nobody published.
  public func unsealed(keyring: Keyring) async throws(StoreError) -> [Published] {
    let versions = try await all()
    return try await pool.store { connection in
      try versions.filter { try !DirectoryJournal(keyring: keyring).confirms($0.subject, on: connection) }
    }
  }

  /// Publishes the first versions of an installation, in a transaction that there is and while there is no case.
  /// - Returns: whether there was none.
  package static func found(
    _ version: Published,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Bool {
    guard try connection.query("select from case_file limit 1").isEmpty else { return false }
    _ = try publish(version, by: nil, journal: DirectoryJournal(keyring: keyring), on: connection)
    return true
  }

  /// Records the versions of before the journal of the directory: once, when the schema asks it of all, for later they could not be told
  /// from what somebody else wrote. One that the journal says something else of is left as it is.
  /// - Parameter keyring: asked for only when there is such a version.
  package static func sealFirst(
    keyring: () throws -> Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let rows = try connection.query(
      """
      select workflow, version, source from workflow_version v
      where not exists (
        select from directory_journal d where d.kind = 'workflow' and d.name = v.workflow || ' ' || v.version)
      order by published_at, workflow, version
      """
    )
    guard !rows.isEmpty else { return }
    let journal = DirectoryJournal(keyring: try keyring())
    for row in rows {
      let version = Published(workflow: try row[0], version: try row[1], source: try row[2])
      try journal.record(version.subject, on: connection)
    }
  }
}

extension WorkflowStore.Published {
  var subject: DirectoryJournal.Subject { .init(workflow: workflow, version: version, text: digest) }
}

extension DirectoryJournal {
  /// - Throws: ``StoreError/corrupt(_:)`` when another text was published; ``StoreError/versionUnsealed(_:version:)`` when none was.
  func require(_ version: WorkflowStore.Published, on connection: isolated PostgresConnection) throws {
    if try confirms(version.subject, on: connection) { return }
    if try denies(version.subject, on: connection) {
      throw StoreError.corrupt("the text of workflow \(version.workflow) \(version.version)")
    }
    throw StoreError.versionUnsealed(version.workflow, version: version.version)
  }
}
