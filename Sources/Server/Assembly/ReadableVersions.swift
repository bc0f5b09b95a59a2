import CaseCore
import Logging
import Metrics
import ServiceLifecycle
import StoreBase
import WorkflowFiles

/// Looks each minute whether this program can read every version of a workflow that was published. One of a later release can publish what this one
/// cannot read; then a case that follows it waits here until this program is replaced. That it cannot look does no harm: it tries again.
struct ReadableVersions: Service {
  let store: WorkflowStore
  /// The versions of the folder, which were read at the start.
  let known: [WorkflowFile]
  let logger: Logger

  /// `casusregie doctor` reads it of the instance that runs beside it.
  private let unreadable = Gauge(label: "casusregie_workflow_versions_unreadable")

  private static let pause = Duration.seconds(60)

  init(store: WorkflowStore, known: [WorkflowFile], logger: Logger) {
    (self.store, self.known, self.logger) = (store, known, logger)
  }

  func run() async {
    await cancelWhenGracefulShutdown {
      var seen = Dictionary(
        known.map { (WorkflowStore.Name($0.workflow.key, $0.workflow.version), true) },
        uniquingKeysWith: { first, _ in first }
      )
      while !Task.isCancelled {
        await look(&seen)
        // Cancelled only when the service ends, which the loop sees.
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// - Parameter seen: by version, whether it can be read. A published version never changes, so each is read once.
  private func look(_ seen: inout [WorkflowStore.Name: Bool]) async {
    do throws(StoreError) {
      for version in try await store.published(besides: Array(seen.keys)) {
        // Why it cannot be read is for whoever works on it: casusregie workflow check.
        let isReadable = (try? WorkflowFile.load(version.source, name: "published")) != nil
        seen[version.name] = isReadable
        if isReadable { continue }
        logger.warning(
          "a version of a workflow was published that this program cannot read: replace the program",
          metadata: ["workflow": "\(version.workflow)", "version": "\(version.version)"]
        )
      }
      unreadable.record(seen.values.count { !$0 })
    } catch {
      logger.log(
        level: error.isUnavailable ? .debug : .warning,
        "the published versions of workflows could not be looked at",
        metadata: ["error": "\(error)"]
      )
    }
  }
}
