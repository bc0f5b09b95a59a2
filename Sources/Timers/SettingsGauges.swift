import Logging
import Metrics
import SettingsStore
import Synchronization

/// Counts the damaged entries in the journal of settings, and logs every change.
final class SettingsGauges: Sendable {
  private let damaged = Gauge(label: "casusregie_settings_damaged_entries")
  private let shown = Mutex(SettingsHealth.Finding())

  func show(_ finding: SettingsHealth.Finding, _ logger: Logger) {
    damaged.record(finding.damaged.count)
    let isNews = shown.withLock { shown in
      defer { shown = finding }
      return shown != finding
    }
    guard isNews else { return }
    if let fault = finding.fault {
      logger.error("the settings that hold cannot be read", metadata: ["error": "\(fault)"])
    } else if !finding.damaged.isEmpty {
      let entries = finding.damaged.map(String.init).joined(separator: ", ")
      logger.error(
        "entries of the settings are damaged; what holds is not",
        metadata: ["entries": "\(entries)", "later": "\(finding.later.joined(separator: "; "))"]
      )
    } else {
      logger.notice("the settings can be read again")
    }
  }
}
