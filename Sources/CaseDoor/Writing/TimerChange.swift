import CaseCore
import Foundation
import Postgres

/// What an entry does to one timer of its case, or to all that wait for a deadline.
struct TimerChange {
  enum Effect {
    case starts(generation: Int, timer: Int)
    case fires(timer: Int)
    case ends
  }

  let caseID: UUID
  let deadline: String
  let effect: Effect
  /// When one that starts is due; when another was settled.
  let at: Instant

  /// First what fires, then what ends, then what starts: a deadline that begins again does both.
  static func all(of entry: Entry, caseID: UUID) -> [TimerChange] {
    var fired: [TimerChange] = []
    var ended: [TimerChange] = []
    var started: [TimerChange] = []
    func add(_ change: Change, child: String?) {
      func name(_ deadline: String) -> String { DeadlineName(deadline, child: child).description }
      switch change {
      case .deadlineEnded(let deadline):
        let deadline = name(deadline)
        ended.append(TimerChange(caseID: caseID, deadline: deadline, effect: .ends, at: entry.at))
        // Started and ended in one entry: it never ran.
        started.removeAll { $0.deadline == deadline }
      case .deadlineStarted(let deadline, let running):
        started += Self.starting(name(deadline), running, caseID: caseID)
      case .timerFired(let deadline, let timer):
        fired.append(TimerChange(caseID: caseID, deadline: name(deadline), effect: .fires(timer: timer), at: entry.at))
      case .inChild(let child, let change): add(change, child: child)
      default: break
      }
    }
    for change in entry.changes { add(change, child: nil) }
    return fired + ended + started
  }

  private static func starting(_ deadline: String, _ running: RunningDeadline, caseID: UUID) -> [TimerChange] {
    running.timers.enumerated()
      // Of a deadline that moved to another version, some may have fired in the run before.
      .filter { !$0.element.isFired }
      .map { index, timer in
        let effect = Effect.starts(generation: running.generation, timer: index)
        return TimerChange(caseID: caseID, deadline: deadline, effect: effect, at: timer.at)
      }
  }
}

extension TimerChange.Effect {
  var startsOne: Bool { if case .starts = self { true } else { false } }

  /// As the column has it; `nil` for a timer that waits.
  var outcome: String? {
    switch self {
    case .starts: nil
    case .fires: "fired"
    case .ends: "ended"
    }
  }

  var generation: Int? { if case .starts(let generation, _) = self { generation } else { nil } }

  var timer: Int? {
    switch self {
    case .starts(_, let timer), .fires(let timer): timer
    case .ends: nil
    }
  }
}
