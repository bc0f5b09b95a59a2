public import CaseCore

/// The workflow versions that this process has read. A case is decided under the version it began with; a new case begins
/// under the current one.
public struct WorkflowLibrary: Sendable {
  private struct Key: Hashable {
    var workflow: String
    var version: String
  }

  private let versions: [Key: Workflow]
  private let current: [String: Workflow]

  /// - Parameters:
  ///   - current: for each workflow the version that new cases begin under.
  ///   - older: versions that cases may still follow.
  public init(current: [Workflow], older: [Workflow] = []) {
    self.current = Dictionary(current.map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
    versions = Dictionary(
      (older + current).map { (Key(workflow: $0.key, version: $0.version), $0) },
      uniquingKeysWith: { _, last in last }
    )
  }

  /// The version under which new cases begin.
  public func current(_ key: String) -> Workflow? { current[key] }

  /// The keys of all workflows.
  public var keys: [String] { current.keys.sorted() }

  func pinned(_ key: String, _ version: String) throws(StoreError) -> Workflow {
    guard let workflow = versions[Key(workflow: key, version: version)] else {
      throw .workflowUnknown(key, version: version)
    }
    return workflow
  }
}
