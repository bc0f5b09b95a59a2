import OrderedCollections

/// A timer of a running deadline that has not fired and is not waiting for an earlier timer of the same deadline.
public struct PendingTimer: Hashable, Sendable {
  public var deadline: DeadlineName
  public var generation: Int
  /// The number of the timer in the run of the deadline, from 0.
  public var number: Int
  public var kind: RunningDeadline.Timer.Kind
  public var at: Instant

  public var isExpiry: Bool { kind == .expiry }
}

extension PendingTimer: Comparable {
  /// In order of time; at the same moment, in order of the names of the deadlines.
  public static func < (left: PendingTimer, right: PendingTimer) -> Bool {
    if left.at != right.at { return left.at < right.at }
    return (left.deadline, left.number) < (right.deadline, right.number)
  }
}

extension Case {
  /// The next timer of each deadline that has one.
  public var pendingTimers: [PendingTimer] {
    instances.flatMap { child, focus in
      focus.deadlines.compactMap { name, running in
        running.timers.firstIndex { !$0.isFired }.map { index in
          PendingTimer(
            deadline: DeadlineName(name, child: child),
            generation: running.generation,
            number: index,
            kind: running.timers[index].kind,
            at: running.timers[index].at
          )
        }
      }
    }
  }

  /// The timer that comes first.
  public var nextTimer: PendingTimer? { pendingTimers.min() }

  /// Whether something is due and has not fired.
  func isDue(at moment: Instant) -> Bool {
    root.isDue(at: moment) || children.values.contains { $0.isDue(at: moment) }
  }
}

extension Instance {
  fileprivate func isDue(at moment: Instant) -> Bool {
    deadlines.values.contains { $0.timers.contains { !$0.isFired && $0.at <= moment } }
  }
}
