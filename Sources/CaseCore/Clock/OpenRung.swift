import OrderedCollections

/// A rung of a running deadline that has not fired, and for which none of the same deadline has to wait.
public struct OpenRung: Hashable, Sendable {
  public var deadline: DeadlineName
  public var generation: Int
  public var rung: Int
  public var kind: RunningDeadline.Rung.Kind
  public var at: Instant

  public var isExpiry: Bool { kind == .expiry }
}

extension OpenRung: Comparable {
  /// In the order in which they come; of several at one moment, that of the first deadline by name.
  public static func < (left: OpenRung, right: OpenRung) -> Bool {
    if left.at != right.at { return left.at < right.at }
    return (left.deadline, left.rung) < (right.deadline, right.rung)
  }
}

extension Case {
  /// The next rung of each deadline that has one to come.
  public var openRungs: [OpenRung] {
    instances.flatMap { child, focus in
      focus.deadlines.compactMap { name, running in
        running.rungs.firstIndex { !$0.isFired }.map { index in
          OpenRung(
            deadline: DeadlineName(name, child: child),
            generation: running.generation,
            rung: index,
            kind: running.rungs[index].kind,
            at: running.rungs[index].at
          )
        }
      }
    }
  }

  /// The rung that comes first.
  public var nextRung: OpenRung? { openRungs.min() }

  /// Whether something is due and has not fired.
  func isDue(at moment: Instant) -> Bool {
    root.isDue(at: moment) || children.values.contains { $0.isDue(at: moment) }
  }
}

extension Instance {
  fileprivate func isDue(at moment: Instant) -> Bool {
    deadlines.values.contains { $0.rungs.contains { !$0.isFired && $0.at <= moment } }
  }
}
