import Foundation
import Postgres

/// A folder of workflows, held against what is published.
extension WorkflowStore {
  /// - Throws: ``StoreError/workflowChanged(_:version:)`` for the first that was published with another text.
  public func requireUnchanged(_ versions: [Published]) async throws(StoreError) {
    let published = try await all()
    for version in versions {
      let known = published.first { $0.workflow == version.workflow && $0.version == version.version }
      guard known.map({ $0.source == version.source }) ?? true else {
        throw .workflowChanged(version.workflow, version: version.version)
      }
    }
  }

  /// The versions of the same workflows with a higher number that cases follow.
  public func followed(newerThan versions: [Published]) async throws(StoreError) -> [Published] {
    let numbers = Dictionary(versions.map { ($0.workflow, $0.version) }, uniquingKeysWith: { _, last in last })
    var followed: [Published] = []
    for version in try await all() {
      guard let own = numbers[version.workflow], own.compare(version.version, options: .numeric) == .orderedAscending
      else { continue }
      if try await isFollowed(version) { followed.append(version) }
    }
    return followed
  }

  /// The versions of the same workflow with a lower number, the highest first.
  public func versions(below version: Published) async throws(StoreError) -> [Published] {
    try await all()
      .filter {
        $0.workflow == version.workflow && $0.version.compare(version.version, options: .numeric) == .orderedAscending
      }
      .sorted { $0.version.compare($1.version, options: .numeric) == .orderedDescending }
  }

  /// Ends at the first case: of a version that many follow it is found at once.
  private func isFollowed(_ version: Published) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.row(
        """
        select exists (
          select from case_file
          where workflow = \(version.workflow) and version = \(version.version) and snapshot is not null
        )
        """
      )[0]
    }
  }
}
