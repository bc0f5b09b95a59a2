import Logging
import Metrics
import PartnerAdministration
import ServiceLifecycle

/// Counts what one person did at once and no second person confirmed yet (decision 0057), now and then, so that an alarm can tell it.
struct ConfirmationWatch: Service {
  let rights: RightsLedger
  let logger: Logger

  private static let pause = Duration.seconds(300)

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await look()
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// What cannot be read now is counted the next time; that the ledger is damaged is told by `journal verify`.
  func look() async {
    do {
      for (kind, count) in try await rights.unconfirmed() {
        Gauge(label: "casusregie_rights_unconfirmed", dimensions: [("kind", kind.rawValue)]).record(count)
      }
    } catch {
      logger.debug("the ledger of rights could not be read", metadata: ["error": "\(error)"])
    }
  }
}
