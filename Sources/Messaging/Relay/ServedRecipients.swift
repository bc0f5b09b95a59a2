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

/// Signals that no new work is to begin.
final class StopSign: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() { flag.store(true, ordering: .relaxed) }
}

/// The number of recipients that can still be served at the same time.
final class RecipientLimit: Sendable {
  private let free: Atomic<Int>

  init(_ count: Int) { free = Atomic(max(1, count)) }

  var hasFree: Bool { free.load(ordering: .relaxed) > 0 }

  /// Only one task takes, so the result of ``hasFree`` still holds.
  func take() { free.subtract(1, ordering: .relaxed) }

  func giveBack() { free.add(1, ordering: .relaxed) }
}

/// The recipients that this relay reported as unreachable, and not yet as reachable again.
final class ReportedRecipients: Sendable {
  private let organisations = Mutex<Set<String>>([])

  /// - Returns: whether it was not in the set.
  func add(_ organisation: String) -> Bool { organisations.withLock { $0.insert(organisation).inserted } }

  /// - Returns: whether it was in the set.
  func remove(_ organisation: String) -> Bool { organisations.withLock { $0.remove(organisation) != nil } }
}
