import OrderedCollections

/// A timer of a running deadline that has not fired, and for which none of the same deadline has to wait.
public struct PendingTimer: Hashable, Sendable {
  public var deadline: DeadlineName
  public var generation: Int
  /// Counts the timers of the run of the deadline, from 0.
  public var number: Int
  public var kind: RunningDeadline.Timer.Kind
  public var at: Instant

  public var isExpiry: Bool { kind == .expiry }
}

extension PendingTimer: Comparable {
  /// In the order in which they come; of several at one moment, that of the first deadline by name.
  public static func < (left: PendingTimer, right: PendingTimer) -> Bool {
    if left.at != right.at { return left.at < right.at }
    return (left.deadline, left.number) < (right.deadline, right.number)
  }
}

extension Case {
  /// The next timer of each deadline that has one to come.
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
