import Messaging

/// The user of the broker by which instances look for partners in transactions.
extension Doctor {
  func monitorFindings() async -> [Finding] {
    guard settings.broker.monitor != nil else {
      return [Finding(.brokerMonitor, .unchecked, "broker.monitor is not set, so nobody looks for transactions")]
    }
    for setting in ["broker.monitor", "broker.managementUrl"] where !mayUse(setting) {
      return [untried(.brokerMonitor, setting)]
    }
    do {
      guard let monitor = try settings.brokerMonitor() else { return [untried(.brokerMonitor, "broker.monitor")] }
      return [Self.monitor(with: try await monitor.ownTags())]
    } catch let error as BrokerAdministrationError {
      // Who has no tag at all is refused like one whose password is wrong.
      let isRefused = error.kind == .notAllowed
      let text = isRefused ? "the management API refuses it: user, password or tag is wrong" : error.debugDescription
      return [Finding(.brokerMonitor, .fault, text)]
    } catch let error as SettingsError {
      return error.faults.map { Finding(.brokerMonitor, .fault, $0) }
    } catch {
      return [Finding(.brokerMonitor, .fault, "\(error)")]
    }
  }

  /// One that may not look at others gets an empty list, and no refusal.
  static func monitor(with tags: [String]) -> Finding {
    if tags.contains("administrator") {
      return Finding(.brokerMonitor, .ok, "it sees partners in transactions, and may end their connections")
    }
    guard tags.contains("monitoring") else {
      return Finding(.brokerMonitor, .fault, "it has not the tag monitoring, and so sees no channels of others")
    }
    return Finding(.brokerMonitor, .ok, "it sees partners in transactions, and ends no connections")
  }
}
