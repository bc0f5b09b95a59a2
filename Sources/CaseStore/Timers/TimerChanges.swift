import CaseCore
import Foundation
import Postgres

/// What an entry does to the timers of its case.
struct TimerChanges {
  private var ended: [String] = []
  private var started: [(name: String, deadline: RunningDeadline)] = []
  private var fired: [(name: String, rung: Int)] = []
  private let at: Instant

  init(_ entry: Entry) {
    at = entry.at
    for change in entry.changes { add(change, child: nil) }
  }

  private mutating func add(_ change: Change, child: String?) {
    func full(_ name: String) -> String { DeadlineName(name, child: child).description }
    switch change {
    case .deadlineEnded(let name):
      ended.append(full(name))
      // Started and ended in one entry: it never ran.
      started.removeAll { $0.name == full(name) }
    case .deadlineStarted(let name, let deadline): started.append((full(name), deadline))
    case .rungFired(let name, let rung): fired.append((full(name), rung))
    case .inChild(let child, let change): add(change, child: child)
    default: break
    }
  }

  var startsAny: Bool { !started.isEmpty }

  /// First what ends, then what starts: a deadline that begins again does both.
  func statements(for caseID: UUID) -> [Statement] {
    var statements: [Statement] = []
    if !fired.isEmpty {
      statements.append(Queries.fire.bind(caseID, at.timestamp, fired.map(\.name), fired.map(\.rung)))
    }
    if !ended.isEmpty { statements.append(Queries.end.bind(caseID, at.timestamp, ended)) }
    if !started.isEmpty {
      let rungs = started.flatMap { name, deadline in
        // Of a deadline that moved to another version, some may have fired in the run before.
        deadline.rungs.enumerated().filter { !$0.element.isFired }
          .map { (name, deadline.generation, $0.offset, $0.element.at.timestamp) }
      }
      statements.append(Queries.start.bind(caseID, rungs.map(\.0), rungs.map(\.1), rungs.map(\.2), rungs.map(\.3)))
    }
    return statements
  }

  private enum Queries {
    static let start = PreparedQuery(
      """
      insert into timer (case_id, deadline, generation, rung, at)
      select $1, deadline, generation, rung, at
      from unnest($2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[]) as started (deadline, generation, rung, at)
      """
    )
    static let end = PreparedQuery(
      """
      update timer set outcome = 'ended', settled_at = $2
      where case_id = $1 and deadline = any ($3) and outcome is null
      """
    )
    static let fire = PreparedQuery(
      """
      update timer set outcome = 'fired', settled_at = $2
      from unnest($3::text[], $4::bigint[]) as fired (deadline, rung)
      where case_id = $1 and timer.deadline = fired.deadline and timer.rung = fired.rung and outcome is null
      """
    )
  }
}
