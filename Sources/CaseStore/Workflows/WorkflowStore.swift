import Crypto
import Foundation
public import Postgres

/// The published workflow versions, with their text.
public struct WorkflowStore: Sendable {
  /// A version as it was published.
  public struct Published: Sendable, Hashable {
    public var workflow: String
    public var version: String
    public var source: String

    public init(workflow: String, version: String, source: String) {
      self.workflow = workflow
      self.version = version
      self.source = source
    }
  }

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Publishes a version, once; the same text again is no change.
  /// - Throws: ``StoreError/workflowChanged(_:version:)`` when it was published with another text.
  public func publish(_ version: Published) async throws(StoreError) {
    let digest = Data(SHA256.hash(data: Data(version.source.utf8)))
    let kept = try await pool.store { connection in
      let answers = try connection.transaction([
        Queries.insert.bind(version.workflow, version.version, digest, version.source),
        Queries.digest.bind(version.workflow, version.version),
      ])
      return try answers[1].first.map { try $0[0, as: Data.self] }
    }
    guard kept == digest else { throw .workflowChanged(version.workflow, version: version.version) }
  }

  /// Every version that was ever published.
  public func all() async throws(StoreError) -> [Published] {
    try await pool.store { connection in
      try connection.query("select workflow, version, source from workflow_version order by workflow, published_at").map
      {
        Published(workflow: try $0[0], version: try $0[1], source: try $0[2])
      }
    }
  }

  private enum Queries {
    static let insert = PreparedQuery(
      """
      insert into workflow_version (workflow, version, digest, source) values ($1, $2, $3, $4) on conflict do nothing
      """
    )
    static let digest = PreparedQuery("select digest from workflow_version where workflow = $1 and version = $2")
  }
}
