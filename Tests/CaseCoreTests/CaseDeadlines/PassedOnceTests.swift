import CaseCore
import OrderedCollections
import Testing

/// A deadline that begins on a day of the case passes once by that day, however often it starts.
@Suite("A deadline that begins on a day of the case") struct PassedOnceTests {
  /// Ten days from the day of receipt, in review and in repair; people go back and forth.
  private func received(_ change: (inout Deadline) -> Void = { _ in }) throws -> Play {
    let rule = Deadline.Term.length(try DeadlineRule(length: Length(10, .days), kind: .calendar))
    let days = [try Length(1, .days), try Length(20, .days)]
    var play = try Play.lamp {
      var term = Deadline(
        label: "Answer",
        term: rule,
        source: "Act",
        ground: Lamp.law,
        states: ["review"],
        expiry: .escalate,
        roles: ["clerk"]
      )
      term.beginsOn = "until"
      term.reminders = days.map { .init(after: $0, roles: ["clerk"]) }
      change(&term)
      $0.deadlines["answer"] = term
      $0.facts["until"]?.kind = .date(within: nil, past: true)
      $0.commands["note"]?.fields["until"] = Lamp.field(.date(within: nil, past: true))
    }
    try play.must("note", by: Play.clerk, ["until": .string("2026-03-01")])
    try play.must("submit", by: Play.clerk)
    return play
  }

  private func leaveAndReturn(_ play: inout Play) throws {
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, ["verdict": .string("repair")]) }
    try play.must("submit", by: Play.clerk)
  }

  private func pass(_ days: Int, _ play: inout Play) throws -> [String] {
    play.pass(days: days)
    let decisions = play.decider.overdue(in: try #require(play.instance))
    for decision in decisions { try play.take(.accepted(decision), location: #_sourceLocation) }
    return decisions.compactMap {
      if case .deadline("answer", let timer, _) = $0.entry.cause { "\(timer)" } else { nil }
    }
  }

  @Test("a case that is opened again is not told again that its term is over; reminders that are to come, come")
  func openedAgain() throws {
    var play = try received()
    #expect(try pass(13, &play) == ["0", "1"])
    try leaveAndReturn(&play)
    #expect(play.running("answer")?.passed == 1)
    #expect(try pass(0, &play) == [])
    #expect(try pass(20, &play).count == 1)
  }

  @Test("one that was left before its end passes when the case comes back after it") func leftBefore() throws {
    var play = try received()
    #expect(try pass(5, &play) == [])
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, ["verdict": .string("repair")]) }
    #expect(try pass(10, &play) == [])
    try play.must("submit", by: Play.clerk)
    #expect(play.running("answer")?.passed == 0)
    #expect(try pass(0, &play).first == "0")
  }

  @Test("by another day it passes again") func anotherDay() throws {
    var play = try received()
    #expect(try pass(13, &play) == ["0", "1"])
    try play.must("note", by: Play.clerk, ["until": .string("2026-03-10")])
    #expect(play.running("answer")?.passed == 0)
    #expect(try pass(10, &play) == ["0", "1"])
  }

  @Test("with more time it passes once more") func moreTime() throws {
    var play = try received()
    #expect(try pass(13, &play) == ["0", "1"])
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, ["verdict": .string("repair")]) }
    play.workflow.machines["lamp"]?.deadlines["answer"]?.term = .length(
      try DeadlineRule(length: Length(30, .days), kind: .calendar)
    )
    try play.must("submit", by: Play.clerk)
    #expect(play.running("answer")?.passed == 0)
    #expect(try pass(20, &play) == ["0", "1"])
  }

  @Test("it does not throw a case back into the review that it led to before") func review() throws {
    var play = try received { $0.expiry = .review(state: "review") }
    #expect(try pass(13, &play).first == "0")
    try leaveAndReturn(&play)
    #expect(try pass(0, &play) == [])
  }
}
