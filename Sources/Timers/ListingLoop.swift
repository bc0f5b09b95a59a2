public import CaseDoor
import Foundation
public import Logging
public import ServiceLifecycle
import StoreBase

/// Prepares the cases of an earlier release for lists, once. A case that cannot be read is tried again: its key may be
/// missing, and can be restored.
public struct ListingLoop: Service {
  private let lister: CaseLister
  private let pause: Duration
  private let logger: Logger

  /// - Parameter pause: the pause between two checks of what is left.
  public init(lister: CaseLister, pause: Duration = .seconds(60), logger: Logger) {
    self.lister = lister
    self.pause = pause
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var failures = FailureLog(of: "lists", logger: logger)
      var failed: Set<UUID> = []
      while !Task.isCancelled {
        do throws(StoreError) {
          try await update(&failed)
          failures.recovered()
        } catch { failures.add(error) }
        // Ends early when the service stops, which is no fault.
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// - Parameter failed: the cases that were reported as unreadable.
  private func update(_ failed: inout Set<UUID>) async throws(StoreError) {
    var unreadable: [UUID: StoreError] = [:]
    let done = try await lister.listAll { id, error in unreadable[id] = error }
    for (id, error) in unreadable where !failed.contains(id) {
      logger.error(
        "a case cannot be read, so every list looks at it",
        metadata: ["case": "\(id.uuidString.lowercased())", "error": "\(error)"]
      )
    }
    failed = Set(unreadable.keys)
    if done > 0 { logger.info("cases were looked into for lists", metadata: ["cases": "\(done)"]) }
  }
}
