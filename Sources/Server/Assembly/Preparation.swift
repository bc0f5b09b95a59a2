import CaseCore
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import StoreBase
import StoreSchema
import WorkflowFiles

/// What has to be so before anything else runs: the database is whole, keeps sessions and is reached by a role that may not
/// do too much, its clock is the right one, and the workflows are published. While the database is away, or not yet migrated,
/// it waits and says so once; anything else ends the service, for going on would only hide it.
struct Preparation: Service {
  let pool: PostgresPool
  let database: PostgresConfiguration
  let library: WorkflowLibrary
  let workflows: [WorkflowFile]
  let keyring: Keyring
  let isLocal: Bool
  let gate: StartGate
  let logger: Logger

  /// Keys that wrap cases and that the keyring of this instance lacks, as of its start.
  private let missingKeys = Gauge(label: "casusregie_keyring_missing_keys")

  private static let pause = Duration.milliseconds(500)

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var failures = FailureLog(of: "preparation", logger: logger)
      while !Task.isCancelled {
        do throws(StoreError) {
          try await prepare()
          logger.notice("ready for commands")
          break
        } catch {
          guard error.passes else { throw error }
          failures.add(error)
          // Cancelled only when the service ends; the loop sees that.
          try? await Task.sleep(for: Self.pause)
        }
      }
    }
    // A service that returns ends its group; this one has done its work and stays.
    try await gracefulShutdown()
  }

  private func prepare() async throws(StoreError) {
    try await SchemaCheck.require(in: pool)
    try await ClockCheck.require(movable: isLocal, in: pool)
    try await ServiceRole.require(in: pool)
    try await SessionCheck.require(database)
    let newer = try await publish()
    let missing = try await keyring.missingKeys(in: pool)
    library.open()
    gate.open()
    missingKeys.record(missing.count)
    if !missing.isEmpty {
      logger.error(
        "the keyring lacks keys of cases: their commands are put off until it has them",
        metadata: ["keys": "\(missing.joined(separator: ", "))"]
      )
    }
    for version in newer {
      logger.warning(
        "the folder of workflows is older than what cases follow; new cases begin under the older version",
        metadata: ["workflow": "\(version.workflow)", "followed": "\(version.version)"]
      )
    }
  }

  /// Publishes what the folder has; nothing, when any of it was published with another text.
  /// - Returns: versions that are newer than the folder's, and that cases follow.
  private func publish() async throws(StoreError) -> [WorkflowStore.Published] {
    let store = WorkflowStore(pool, keyring: keyring)
    let versions = workflows.map {
      WorkflowStore.Published(workflow: $0.workflow.key, version: $0.workflow.version, source: $0.source)
    }
    try await store.requireUnchanged(versions)
    for version in versions { try await store.publish(version) }
    return try await store.followed(newerThan: versions)
  }
}

extension StoreError {
  /// Whether waiting can help.
  fileprivate var passes: Bool {
    switch self {
    case .schemaMissing: true
    default: isPassing
    }
  }
}
