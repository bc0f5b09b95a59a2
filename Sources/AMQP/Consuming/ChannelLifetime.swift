import Synchronization

/// How often a consumer's channel was set up, because delivery tags start again each time. Deliveries hold it, to see without the
/// connection's thread whether they can still be settled.
final class ChannelLifetime: Sendable {
  private let count = Atomic(0)

  var generation: Int { count.load(ordering: .acquiring) }

  func end() { count.add(1, ordering: .releasing) }
}
