public import CaseCore
import Foundation
package import Postgres
import Synchronization

/// The workflow versions that this process knows. A case is decided under the version it began with; a new case begins
/// under the current one.
///
/// A version that another instance published, or that only old cases still follow, is read from the database when a case
/// first asks for it.
public final class WorkflowLibrary: Sendable {
  private struct Key: Hashable {
    var workflow: String
    var version: String
  }

  private struct State {
    var current: [String: Workflow]
    var versions: [Key: Workflow]
    var isOpen: Bool
  }

  private let journal: DirectoryJournal?
  private let parse: @Sendable (String) -> Workflow?
  private let state: Mutex<State>

  /// - Parameters:
  ///   - current: for each workflow the version that new cases begin under.
  ///   - keyring: a text that is read from the database is held against the journal of the directory with it.
  ///   - parse: reads the text of a version; `nil` when it is none.
  public init(
    current: [Workflow],
    keyring: Keyring? = nil,
    parse: @escaping @Sendable (String) -> Workflow? = { _ in nil }
  ) {
    journal = keyring.map(DirectoryJournal.init)
    self.parse = parse
    let versions = current.map { (Key(workflow: $0.key, version: $0.version), $0) }
    state = Mutex(
      State(
        current: Dictionary(current.map { ($0.key, $0) }, uniquingKeysWith: { _, last in last }),
        versions: Dictionary(versions, uniquingKeysWith: { _, last in last }),
        isOpen: false
      )
    )
  }

  /// Says that the current versions are published: from now on cases may begin under them.
  /// - Parameter stands: for a workflow whose current version is not published: the published one under which its cases begin instead,
  ///   or `nil` when there is none, and then no case of it begins.
  public func open(instead stands: [String: Workflow?] = [:]) {
    state.withLock { state in
      for (key, published) in stands {
        if let withheld = state.current[key] {
          state.versions[Key(workflow: key, version: withheld.version)] = nil
        }
        state.current[key] = published
        if let published { state.versions[Key(workflow: key, version: published.version)] = published }
      }
      state.isOpen = true
    }
  }

  /// Whether ``open()`` was called.
  public var isOpen: Bool { state.withLock(\.isOpen) }

  /// The version under which new cases begin; `nil` for an unknown workflow.
  /// - Throws: ``StoreError/notPrepared`` before ``open()``.
  public func current(_ key: String) throws(StoreError) -> Workflow? {
    let (isOpen, workflow) = state.withLock { ($0.isOpen, $0.current[key]) }
    guard isOpen else { throw .notPrepared }
    return workflow
  }

  /// Every version that was read so far.
  package var known: [Workflow] { state.withLock { Array($0.versions.values) } }

  /// The current versions, in the order of their keys.
  package var offered: [Workflow] { state.withLock { $0.current.values.sorted { $0.key < $1.key } } }

  /// The version that a case follows.
  /// - Throws: ``StoreError/workflowUnknown(_:version:)`` when it was never published, or this program cannot read it;
  ///   ``StoreError/corrupt(_:)`` when its text is not the one that was published; ``StoreError/versionUnsealed(_:version:)`` when it
  ///   was written in the database and not published.
  package func pinned(_ key: String, _ version: String, on connection: isolated PostgresConnection) throws -> Workflow {
    let place = Key(workflow: key, version: version)
    if let known = state.withLock({ $0.versions[place] }) { return known }
    guard let row = try connection.query(Self.source.bind(key, version)).first else {
      throw StoreError.workflowUnknown(key, version: version)
    }
    let published = WorkflowStore.Published(workflow: key, version: version, source: try row[0])
    guard try row[1, as: Data.self] == published.digest else {
      throw StoreError.corrupt("the text of workflow \(key) \(version)")
    }
    try journal?.require(published, on: connection)
    guard let workflow = parse(published.source) else { throw StoreError.workflowUnknown(key, version: version) }
    state.withLock { $0.versions[place] = workflow }
    return workflow
  }

  private static let source = PreparedQuery(
    "select source, digest from workflow_version where workflow = $1 and version = $2"
  )
}
