import Synchronization

/// Shows that a loop is alive. Neither the loop nor its observer can block the other: it is one number.
public final class Heartbeat: Sendable {
  private let start = ContinuousClock.now
  /// In milliseconds after the start.
  private let last = Atomic<Int64>(0)

  public init() {}

  /// The loop did its work.
  func beat() { last.store(elapsed, ordering: .relaxed) }

  /// The time since the last beat, or since the start when there was none.
  public var age: Duration { .milliseconds(elapsed - last.load(ordering: .relaxed)) }

  private var elapsed: Int64 { Int64((ContinuousClock.now - start) / .milliseconds(1)) }
}
