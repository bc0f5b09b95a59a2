import StoreBase
import Synchronization

/// The recipients that this relay serves now.
final class ServedRecipients: Sendable {
  private let deliveries = Mutex<[String: DeliverySignals]>([:])

  func begin(_ organisation: String, _ signals: DeliverySignals) {
    deliveries.withLock { $0[organisation] = signals }
  }

  /// It may have been claimed again since.
  func end(_ organisation: String, _ signals: DeliverySignals) {
    deliveries.withLock { if $0[organisation] === signals { $0[organisation] = nil } }
  }

  /// Says to their deliveries that recipients have more to be told.
  /// - Returns: whether that was all: a recipient that is not served has to be claimed.
  func tell(_ names: Wake.Names) -> Bool {
    let (signals, areAll) = deliveries.withLock { deliveries in
      guard case .some(let names) = names, !names.isEmpty else { return (Array(deliveries.values), false) }
      let served = names.compactMap { deliveries[$0] }
      return (served, served.count == names.count)
    }
    for one in signals { one.tell() }
    return areAll
  }
}
