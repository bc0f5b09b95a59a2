import Synchronization

/// The sign of life of a loop, for whoever watches it. Neither can hold up the other: it is one number.
public final class Heartbeat: Sendable {
  private let start = ContinuousClock.now
  /// In milliseconds after the start.
  private let last = Atomic<Int64>(0)

  public init() {}

  /// A loop did its work.
  func beat() { last.store(elapsed, ordering: .relaxed) }

  /// How long ago that was; from the beginning, when it never did.
  public var age: Duration { .milliseconds(elapsed - last.load(ordering: .relaxed)) }

  private var elapsed: Int64 { Int64((ContinuousClock.now - start) / .milliseconds(1)) }
}
