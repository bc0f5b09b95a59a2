import Foundation
import Synchronization

/// How many commands of each organisation are worked on at a time, so that the flood of one does not take the processors from the others.
///
/// An organisation that works alone gets all its lanes: what the database waits for leaves room for more than there are processors. Where
/// several do, they share the processors, and each has one lane at least.
final class FairShare<Owner: Hashable & Sendable>: Sendable {
  private struct Activity {
    var inHand = 0
    var last: ContinuousClock.Instant
  }

  private let activities = Mutex<[Owner: Activity]>([:])
  private let alone: Int
  private let processors: Int
  /// For how long an organisation counts after its last command: one that waits for each answer has pauses.
  private let memory: Duration
  private let now: @Sendable () -> ContinuousClock.Instant

  /// - Parameters:
  ///   - alone: how many lanes an organisation has that works alone.
  ///   - processors: how many of them there are to share.
  init(
    alone: Int,
    processors: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Duration = .seconds(1),
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    (self.alone, self.processors, self.memory, self.now) = (max(1, alone), max(1, processors), memory, now)
  }

  /// Says that a command of an organisation came.
  func came(_ owner: Owner) {
    let now = now()
    activities.withLock { activities in
      activities[owner, default: Activity(last: now)].inHand += 1
      activities[owner]?.last = now
    }
  }

  /// Says that it is done.
  func went(_ owner: Owner) {
    let now = now()
    activities.withLock { activities in
      activities[owner]?.inHand -= 1
      activities[owner]?.last = now
    }
  }

  /// How many lanes each organisation has now.
  var lanes: Int {
    let now = now()
    let active = activities.withLock { activities in
      activities = activities.filter { $0.value.inHand > 0 || $0.value.last.duration(to: now) < memory }
      return activities.count
    }
    return active < 2 ? alone : max(1, min(alone, processors / active))
  }
}
