import Postgres

/// What was published since one last looked.
extension WorkflowStore {
  /// Which version of which workflow.
  public struct Name: Hashable, Sendable {
    public let workflow: String
    public let version: String

    public init(_ workflow: String, _ version: String) { (self.workflow, self.version) = (workflow, version) }
  }

  /// The versions that are published and are not among these, with their texts.
  public func published(besides known: [Name]) async throws(StoreError) -> [Published] {
    let (workflows, versions) = (known.map(\.workflow), known.map(\.version))
    return try await pool.store { connection in
      try connection.query(
        """
        select workflow, version, source from workflow_version
        where not exists (
          select from unnest(\(workflows)::text[], \(versions)::text[]) as known (workflow, version)
          where known.workflow = workflow_version.workflow and known.version = workflow_version.version)
        order by workflow, published_at, version
        """
      ).map { Published(workflow: try $0[0], version: try $0[1], source: try $0[2]) }
    }
  }
}

extension WorkflowStore.Published {
  public var name: WorkflowStore.Name { WorkflowStore.Name(workflow, version) }
}
