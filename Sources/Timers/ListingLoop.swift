public import CaseStore
import Foundation
public import Logging
public import ServiceLifecycle

/// Has the cases that an earlier release wrote looked into for lists, once. One that cannot be read is tried again: it may be
/// the key that is missing, and a key can be given back.
public struct ListingLoop: Service {
  private let lister: CaseLister
  private let pause: Duration
  private let logger: Logger

  /// - Parameter pause: how long it waits between two looks at what is left.
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
        // Ends early when the service stops, and that is no trouble.
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// - Parameter failed: the cases of which it was said that they cannot be read.
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
