import Synchronization

/// The recipients of whom this relay said that they cannot be told, and not yet that they can again.
final class TroubledRecipients: Sendable {
  private let organisations = Mutex<Set<String>>([])

  /// - Returns: whether this is news.
  func add(_ organisation: String) -> Bool { organisations.withLock { $0.insert(organisation).inserted } }

  /// - Returns: whether this is news.
  func remove(_ organisation: String) -> Bool { organisations.withLock { $0.remove(organisation) != nil } }
}
