import Synchronization

/// The number of recipients that can still be served at the same time.
final class RecipientLimit: Sendable {
  private let free: Atomic<Int>

  init(_ count: Int) { free = Atomic(max(1, count)) }

  var hasFree: Bool { free.load(ordering: .relaxed) > 0 }

  /// Only one task takes, so the result of ``hasFree`` still holds.
  func take() { free.subtract(1, ordering: .relaxed) }

  func giveBack() { free.add(1, ordering: .relaxed) }
}
