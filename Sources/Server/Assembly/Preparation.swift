import Logging
import Metrics
import Postgres
import ServiceLifecycle
import StoreBase
import StoreSchema

/// What has to be so before anything else runs: the database is whole, keeps sessions and is reached by a role that may not
/// do too much, its clock is the right one, the keyring is the one
/// of this installation, and the workflows of the folder are published (``FolderPublication``). While the database is away, or not yet migrated,
/// it waits and says so once; anything else ends the service, for going on would only hide it.
struct Preparation: Service {
  let pool: PostgresPool
  let database: PostgresConfiguration
  let library: WorkflowLibrary
  let folder: FolderPublication
  let keyring: Keyring
  let isLocal: Bool
  let gate: StartGate
  let logger: Logger

  /// Keys that wrap cases and that the keyring of this instance lacks, as of its start.
  private let missingKeys = Gauge(label: "casusregie_keyring_missing_keys")

  /// Versions in the database that nobody published, as of its start.
  private let unsealedVersions = Gauge(label: "casusregie_workflow_versions_unsealed")

  private static let pause = Duration.milliseconds(500)

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var failures = FailureLog(of: "preparation", logger: logger)
      while !Task.isCancelled {
        do {
          try await prepare()
          logger.notice("ready for commands")
          break
        } catch let error as StoreError {
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

  private func prepare() async throws {
    let schema = try await SchemaCheck.require(in: pool, takesCompatible: true)
    try await ClockCheck.require(movable: isLocal, in: pool)
    try await ServiceRole.require(in: pool)
    try await SessionCheck.require(database)
    try await keyring.requireOwn(in: pool)
    let instead = try await folder.publish()
    let missing = try await keyring.missingKeys(in: pool)
    let unsealed = try await WorkflowStore(pool).unsealed(keyring: keyring)
    library.open(instead: instead)
    gate.open()
    if schema > SchemaCheck.version {
      logger.warning(
        "the database has the schema of a later program, on which this one may start: replace it soon",
        metadata: ["schema": "\(schema)"]
      )
    }
    unsealedVersions.record(unsealed.count)
    for version in unsealed {
      logger.error(
        "a version of a workflow is in the database, and nobody published it: no case is decided by it",
        metadata: ["workflow": "\(version.workflow)", "version": "\(version.version)", "code": "version-unsealed"]
      )
    }
    missingKeys.record(missing.count)
    if !missing.isEmpty {
      logger.error(
        "the keyring lacks keys of cases: their commands are put off until it has them",
        metadata: ["keys": "\(missing.joined(separator: ", "))"]
      )
    }
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
