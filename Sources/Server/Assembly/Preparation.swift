import CaseCore
import CaseStore
import Logging
import Postgres
import ServiceLifecycle
import WorkflowFiles

/// What has to be so before the first command: the schema is there, the clock is the right one, and the workflows are
/// published. While the database is away, or not yet migrated, it waits and says so once; anything else ends the
/// service, for going on would only hide it.
struct Preparation: Service {
  let pool: PostgresPool
  let library: WorkflowLibrary
  let workflows: [WorkflowFile]
  let isLocal: Bool
  let logger: Logger

  private static let pause = Duration.milliseconds(500)

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var interruption = Interruption(of: "preparation", logger: logger)
      while !Task.isCancelled {
        do throws(StoreError) {
          try await prepare()
          logger.notice("ready for commands")
          break
        } catch {
          guard error.passes else { throw error }
          interruption.met(error)
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
    try await LocalClock.require(movable: isLocal, in: pool)
    let store = WorkflowStore(pool)
    for file in workflows {
      try await store.publish(
        .init(workflow: file.workflow.key, version: file.workflow.version, source: file.source)
      )
    }
    library.open()
  }
}

extension StoreError {
  /// Whether waiting can help.
  fileprivate var passes: Bool {
    switch self {
    case .schemaMissing: true
    default: isRetriable
    }
  }
}
