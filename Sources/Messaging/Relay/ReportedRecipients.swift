import Synchronization

/// The recipients that this relay reported as unreachable, and not yet as reachable again.
final class ReportedRecipients: Sendable {
  private let organisations = Mutex<Set<String>>([])

  /// - Returns: whether it was not in the set.
  func add(_ organisation: String) -> Bool { organisations.withLock { $0.insert(organisation).inserted } }

  /// - Returns: whether it was in the set.
  func remove(_ organisation: String) -> Bool { organisations.withLock { $0.remove(organisation) != nil } }
}
