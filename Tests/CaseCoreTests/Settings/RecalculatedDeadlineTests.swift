import CaseCore
import OrderedCollections
import Testing

/// A deadline counted anew by settings that held for a while already: every order of the old end, the moment from which the
/// settings hold, the new end and the count.
@Suite("Counting anew, however late") struct RecalculatedDeadlineTests {
  /// The four moments are different days of these.
  private static let days = [5, 10, 15, 20]

  static let orders: [[Int]] = {
    func orders(_ rest: [Int]) -> [[Int]] {
      rest.isEmpty ? [[]] : rest.flatMap { first in orders(rest.filter { $0 != first }).map { [first] + $0 } }
    }
    // A case is not counted before there is something to count by.
    return orders(days).filter { $0[1] < $0[3] }
  }()

  /// - Parameter moments: old end, from when the settings hold, new end, count.
  @Test("each is told once by the end that held then", arguments: orders, [true, false])
  func order(_ moments: [Int], _ wasTold: Bool) throws {
    let (old, holds, new, count) = (moments[0], moments[1], moments[2], moments[3])
    var play = try repair(old)
    let begin = play.now
    func day(_ number: Int) -> Instant { begin.adding(seconds: Int64(number) * 86_400 + 43_200) }
    let settings = DeadlineSettings().applied(
      [.set(Settings.place("repair-limit"), try Settings.days(new))],
      at: day(holds)
    )
    if wasTold {
      play.now = day(holds)
      try tell(play.decider.overdue(in: #require(play.instance)), &play)
    }
    play.now = day(count)
    try tell(play.decider(settings).catchUp(#require(play.instance), from: [DeadlineSettings()]), &play)
    let ends = told(play, .expiry)
    // The old end came before the settings held; the new one gives more time, or the old one never came.
    let byOld = old < holds ? [end(old)] : []
    let byNew = new <= count && (old >= holds || new > holds) ? [end(new)] : []
    #expect(ends == byOld + byNew, "old \(old), held from \(holds), new \(new), counted \(count)")
    for kind in [RunningDeadline.Timer.Kind.warning(0), .reminder(0)] {
      let distance = kind == .reminder(0) ? 1 : -1
      let byOld = old + distance < holds && (distance < 0 || old < holds) ? [end(old + distance)] : []
      let byNew = (holds < new + distance) && new + distance <= count ? [end(new + distance)] : []
      #expect(
        told(play, kind) == byOld + byNew,
        "\(kind): old \(old), held from \(holds), new \(new), counted \(count)"
      )
    }
  }

  /// Settings that leave the end where it is, and that were approved while the end was being told, tell nothing twice.
  @Test("what was told while settings were being approved is not told again") func meanwhile() throws {
    var play = try repair(10)
    play.now = end(10)
    try tell(play.decider.overdue(in: #require(play.instance)), &play)
    let warnings = [Deadline.Warning(before: try Length(2, .days), roles: ["clerk"])]
    let settings = DeadlineSettings().applied(
      [.set(Settings.place("repair-limit"), DeadlineSetting(warnings: warnings))],
      at: end(10).adding(seconds: -5)
    )
    play.now = end(30)
    try tell(play.decider(settings).catchUp(#require(play.instance), from: [DeadlineSettings()]), &play)
    #expect(told(play, .expiry) == [end(10)])
    #expect(told(play, .reminder(0)) == [end(11)])
  }

  private func repair(_ days: Int) throws -> Play {
    let rule = Deadline.Term.length(try DeadlineRule(length: Length(days, .days), kind: .calendar))
    let day = try Length(1, .days)
    return try Play.lamp(in: "repair") {
      $0.deadlines = $0.deadlines.filter { $0.key == "repair-limit" }
      $0.deadlines["repair-limit"]?.term = rule
      $0.deadlines["repair-limit"]?.warnings = [.init(before: day, roles: ["clerk"])]
      $0.deadlines["repair-limit"]?.reminders = [.init(after: day, roles: ["clerk"])]
    }
  }

  private func tell(_ decisions: [Decision], _ play: inout Play) throws {
    for decision in decisions { try play.take(.accepted(decision), location: #_sourceLocation) }
  }

  /// The end of a term of so many days from the beginning.
  private func end(_ days: Int) -> Instant { Amsterdam.startOfDay(Lamp.day(2026, 3, 2).adding(days: days + 1)) }

  /// When what was told of this kind was due.
  private func told(_ play: Play, _ kind: RunningDeadline.Timer.Kind) -> [Instant] {
    var running: RunningDeadline?
    var told: [Instant] = []
    for change in play.journal.flatMap(\.changes) {
      switch change {
      case .deadlineStarted("repair-limit", let next): running = next
      case .timerFired("repair-limit", let timer):
        if let fired = running?.timers[timer], fired.kind == kind { told.append(fired.at) }
      default: break
      }
    }
    return told
  }
}
