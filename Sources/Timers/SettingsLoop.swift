public import DeadlineAdministration
import Foundation
public import Logging
public import ServiceLifecycle
public import StoreBase

/// Recalculates the cases when administrators changed settings.
///
/// It is not urgent: the door first recalculates a case that gets a command. The loop does so for all others, so that a
/// deadline that is due earlier now is known in time. Any number of loops may run; they share the work.
public struct SettingsLoop: Service {
  private let settingsService: SettingsService
  private let wake: Wake
  private let sweep: Duration
  private let logger: Logger
  private let gauges = SettingsGauges()

  /// - Parameter sweep: the longest time between two rounds without a wake.
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
