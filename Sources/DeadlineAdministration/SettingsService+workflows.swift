public import CaseCore
import Postgres
public import StoreBase

/// The workflows whose deadlines can be set.
extension SettingsService {
  /// The last published version of every workflow, in the order of their keys.
  public struct Published: Sendable {
    public var workflows: [Workflow] = []
    /// The keys of those of which this program cannot read that version.
    public var unreadable: [String] = []
  }

  public func published() async throws(StoreError) -> Published {
    try await read(Self.lastVersions)
  }

  /// Every role of a version that cases follow or will, and those of administrators, in order.
  /// - Returns: `nil` when a version cannot be read, so that nobody can tell which roles it has.
  public func roles() async throws(StoreError) -> [String]? {
    let followed = try await followed()
    guard followed.unreadable.isEmpty else { return nil }
    return Set(followed.workflows.flatMap(\.roleNames) + AdministratorRole.all).sorted()
  }

  /// Every version that cases follow or will.
  public func followed() async throws(StoreError) -> Published { try await read(Self.versions) }

  private func read(_ versions: PreparedQuery) async throws(StoreError) -> Published {
    try await pool.store { connection in
      var published = Published()
      for row in try connection.query(versions.bind()) {
        let (key, version) = (try row[0, as: String.self], try row[1, as: String.self])
        do { published.workflows.append(try library.pinned(key, version, on: connection)) } catch
          StoreError.workflowUnknown, StoreError.corrupt, StoreError.versionUnsealed
        { published.unreadable.append(key) }
      }
      return published
    }
  }

  private static let lastVersions = PreparedQuery(
    """
    select distinct on (workflow) workflow, version from workflow_version
    order by workflow, published_at desc, version desc
    """
  )
}
