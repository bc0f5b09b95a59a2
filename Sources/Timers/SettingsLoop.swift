public import CaseStore
import Foundation
public import Logging
public import ServiceLifecycle

/// Brings the cases up to what administrators have set, when they set something.
///
/// It hurries nothing: a case to which something happens is brought up by the door first. It is there for all the others, so
/// that a deadline that is due sooner now is heard of at once. Any number of loops may run; they share the work.
public struct SettingsLoop: Service {
  private let settingsService: SettingsService
  private let wake: Wake
  private let sweep: Duration
  private let logger: Logger
  private let gauges = SettingsGauges()

  /// - Parameter sweep: the longest it does not look, when no wake came.
  public init(settingsService: SettingsService, wake: Wake, sweep: Duration = .seconds(15), logger: Logger) {
    self.settingsService = settingsService
    self.wake = wake
    self.sweep = sweep
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var failures = FailureLog(of: "settings", logger: logger)
      while !Task.isCancelled {
        do throws(StoreError) {
          try await update()
          failures.recovered()
        } catch { failures.add(error) }
        await wake.wait(atMost: sweep)
      }
    }
  }

  private func update() async throws(StoreError) {
    gauges.show(try await settingsService.inspect(), logger)
    let progress = try await settingsService.bringUp { id, error in
      logger.error(
        "a case cannot be counted by the present settings",
        metadata: ["case": "\(id.uuidString.lowercased())", "error": "\(error)"]
      )
    }
    guard progress.done > 0 else { return }
    logger.info(
      "cases were brought up to new settings",
      metadata: ["revision": "\(progress.revision)", "cases": "\(progress.done)"]
    )
  }
}
