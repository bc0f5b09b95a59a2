import CaseCore

/// How long cases were in each phase, and how their deadlines ended, read from journals.
struct DurationStatistics: Sendable {
  /// The end of each deadline that ran: in time, or too late.
  struct Ends: Sendable {
    var met = 0
    var missed = 0
  }

  /// In microseconds, by machine and state.
  private(set) var stays: [String: [String: [Int64]]] = [:]
  private(set) var ends: [String: [String: Ends]] = [:]

  private struct Focus {
    var machine: String
    var state = ""
    var since = Instant.min
    var running: [String: RunningDeadline] = [:]
  }

  /// - Parameter skipped: the number of first entries that were counted before.
  mutating func note(_ journal: [Entry], skipping skipped: Int, root: String) {
    var known: [String: Focus] = ["": Focus(machine: root)]
    for (index, entry) in journal.enumerated() {
      for (position, change) in entry.changes.enumerated() {
        let rest = entry.changes[(position + 1)...]
        note(change, child: "", at: entry.at, rest: rest, isCounted: index >= skipped, &known)
      }
    }
  }

  private mutating func note(
    _ change: Change,
    child: String,
    at moment: Instant,
    rest: ArraySlice<Change>,
    isCounted: Bool,
    _ known: inout [String: Focus]
  ) {
    switch change {
    case .began(let child, let machine): known[child] = Focus(machine: machine)
    case .inChild(let child, let inner):
      note(inner, child: child, at: moment, rest: rest, isCounted: isCounted, &known)
    case .entered(let state):
      guard let focus = known[child] else { return }
      if isCounted, !focus.state.isEmpty {
        stays[focus.machine, default: [:]][focus.state, default: []].append(moment.microseconds(since: focus.since))
      }
      known[child]?.state = state
      known[child]?.since = moment
    case .deadlineStarted(let name, let running): known[child]?.running[name] = running
    case .timerFired(let name, let timer): known[child]?.running[name]?.timers[timer].isFired = true
    case .deadlineEnded(let name):
      guard let focus = known[child], let running = focus.running[name], isCounted,
        !Self.goesOn(name, child: child, rest)
      else { return }
      let isMissed = running.timers.contains { $0.kind == .expiry && $0.isFired }
      ends[focus.machine, default: [:]][name, default: Ends()].count(isMissed: isMissed)
    default: break
    }
  }

  /// A deadline that is suspended, resumed or extended continues as a new generation.
  private static func goesOn(_ name: String, child: String, _ rest: ArraySlice<Change>) -> Bool {
    rest.contains { change in
      let (id, inner): (String, Change) =
        if case .inChild(let id, let inner) = change { (id, inner) } else { ("", change) }
      guard id == child, case .deadlineStarted(name, let running) = inner else { return false }
      return !running.ledger.entries.isEmpty
    }
  }
}

extension DurationStatistics.Ends {
  fileprivate mutating func count(isMissed: Bool) {
    if isMissed { missed += 1 } else { met += 1 }
  }
}
