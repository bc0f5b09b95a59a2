import CaseStore
import Logging
import ServiceLifecycle

/// Forgets old answers, now and then. That it did not work today does no harm: it says so and tries again.
struct ReceiptSweep: Service {
  let store: ReceiptStore
  let logger: Logger

  private static let pause = Duration.seconds(3_600)

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // First the pause: at the start there is other work. Cancelled only when the service ends, which the loop sees.
        try? await Task.sleep(for: Self.pause)
        guard !Task.isCancelled else { return }
        do throws(StoreError) { try await store.forgetOld() } catch {
          logger.log(
            level: error.isOutage ? .debug : .warning,
            "old answers could not be forgotten",
            metadata: ["error": "\(error)"]
          )
        }
      }
    }
  }
}
