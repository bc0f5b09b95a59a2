import CaseCore
import OrderedCollections
import Testing

/// What the clock has still to do to a case, whoever looks first.
@Suite("What is due and was not told") struct OverdueTests {
  private func told(_ decisions: [Decision]) -> [String] {
    decisions.compactMap { decision in
      guard case .deadline(let name, let timer, let due) = decision.entry.cause else { return nil }
      return "\(decision.entry.child.map { "\($0)/" } ?? "")\(name) \(timer) \(due)"
    }
  }

  @Test("nothing is due: there is nothing to do") func nothing() throws {
    let play = try Play.lamp()
    #expect(play.decider.overdue(in: try #require(play.instance)).isEmpty)
  }

  @Test("each timer in the order of its moment, in an entry of its own with that moment") func order() throws {
    var play = try Play.lamp { $0.deadlines["postponed"] = nil }
    let timers = try #require(play.running("intake-limit")).timers
    play.pass(days: 9)
    let decisions = play.decider.overdue(in: try #require(play.instance))
    // The end leads to the review, of which the deadline begins now.
    #expect(told(decisions) == timers.enumerated().map { "intake-limit \($0) \($1.at)" })
    #expect(decisions.map(\.entry.revision) == [2, 3, 4] && decisions.allSatisfy { $0.entry.at == play.now })
    let result = try #require(decisions.last).result
    #expect(result.state == "review" && result.root.deadlines["review-limit"]?.startedAt == play.now)
    for decision in decisions { try play.take(.accepted(decision), location: #_sourceLocation) }
  }

  @Test("of several deadlines, those that came first go first, whatever they are called") func severalDeadlines() throws
  {
    let (early, late) = try (
      Lamp.deadline(3, ["intake"], roles: ["clerk"]), Lamp.deadline(8, ["intake"], roles: ["clerk"])
    )
    var play = try Play.lamp { $0.deadlines = ["a-late-one": late, "early": early] }
    play.pass(days: 10)
    let decisions = play.decider.overdue(in: try #require(play.instance))
    let ends = decisions.compactMap { decision -> String? in
      guard case .deadline(let name, _, _) = decision.entry.cause else { return nil }
      return name
    }
    #expect(ends == ["early", "a-late-one"])
  }

  @Test("up to a moment, and no further than now") func upTo() throws {
    var play = try Play.lamp { $0.deadlines["postponed"] = nil }
    let second = try #require(play.running("intake-limit")).timers[1].at
    play.pass(days: 9)
    let instance = try #require(play.instance)
    #expect(play.decider.overdue(in: instance, until: second).count == 2)
    #expect(play.decider.overdue(in: instance, until: .max).count == 3)
  }

  @Test("deadlines that lead into each other end") func ring() throws {
    // Both are over the moment they begin, and each leads to where the other runs.
    var play = try Play.lamp(in: "review") {
      $0.states["intake"]?.isReview = true
      for (name, state, target) in [("to-review", "intake", "review"), ("to-intake", "review", "intake")] {
        $0.deadlines[name] = Deadline(
          label: name,
          term: .fact("until"),
          source: "Policy",
          ground: Lamp.law,
          states: [state],
          expiry: .review(state: target),
          roles: ["clerk"]
        )
      }
    }
    play.pass(days: 1)
    let decisions = play.decider.overdue(in: try #require(play.instance))
    #expect(decisions.count < 10 && !decisions.isEmpty)
  }

  /// The whole of it: however seldom the clock is looked at, the same is told by the same moments. Deadlines that only
  /// escalate, lengths before and after, settings that hold from some day, and a check every day or only on the last one.
  @Test("what is told does not depend on when somebody looked, nor on when settings were counted", arguments: [3, 20])
  func lateOrSoon(_ length: Int) throws {
    for next in [2, 15, 40] {
      for approved in stride(from: 0, through: 45, by: 5) {
        for last in stride(from: approved, through: 60, by: 11) {
          let eager = try history(length, next, approvedOn: approved, checks: Array(0...last))
          let lazy = try history(length, next, approvedOn: approved, checks: [last])
          #expect(eager == lazy, "\(length) days, from day \(approved) on \(next), until day \(last)")
        }
      }
    }
  }

  /// - Parameter checks: the days after the beginning on which somebody checks.
  private func history(_ length: Int, _ next: Int, approvedOn day: Int, checks: [Int]) throws -> [String] {
    let rule = Deadline.Term.length(try DeadlineRule(length: Length(length, .days), kind: .calendar))
    let days = try (1...7).map { try Length($0, .days) }
    var play = try Play.lamp(in: "repair") {
      $0.deadlines = $0.deadlines.filter { $0.key == "repair-limit" }
      $0.deadlines["repair-limit"]?.term = rule
      $0.deadlines["repair-limit"]?.warnings = [.init(before: days[0], roles: ["clerk"])]
      $0.deadlines["repair-limit"]?.reminders = [2, 6].map { .init(after: days[$0], roles: ["clerk"]) }
    }
    let begin = play.now
    let approved = begin.adding(seconds: Int64(day) * 86_400 + 3_600)
    let settings = DeadlineSettings().applied(
      [.set(Settings.place("repair-limit"), try Settings.days(next))],
      at: approved
    )
    var isCounted = false
    var told: [String] = []
    for day in checks {
      play.now = begin.adding(seconds: Int64(day) * 86_400 + 7_200)
      let holds = play.now >= approved
      let decider = play.decider(holds ? settings : DeadlineSettings())
      let decisions = decider.catchUp(try #require(play.instance), from: holds && !isCounted ? [.init()] : [])
      isCounted = holds
      told += self.told(decisions)
      for decision in decisions { try play.take(.accepted(decision), location: #_sourceLocation) }
    }
    return told
  }
}
