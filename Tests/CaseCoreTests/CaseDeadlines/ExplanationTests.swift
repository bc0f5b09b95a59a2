import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// How a deadline of a case came to its end.
@Suite struct ExplanationTests {
  private func explain(_ play: Play, _ name: String) throws -> DeadlineExplanation {
    let instance = try #require(play.instance)
    return try #require(play.decider.explanation(of: DeadlineName(parsing: name), in: instance))
  }

  /// In repair, with a statutory limit of ten days that `note` suspends and `progress` resumes.
  private func repair() throws -> Play {
    let (rule, week) = (try DeadlineRule(length: Length(10, .days), kind: .atw), try Length(7, .days))
    return try Play.lamp(in: "repair") { machine in
      machine.deadlines["repair-limit"]?.term = .length(rule)
      machine.deadlines["repair-limit"]?.warnings = [.init(before: week, roles: ["chief"])]
      machine.deadlines["repair-limit"]?.reminders = [.init(after: week, roles: ["clerk"])]
      machine.on["note"] = [Transition(suspends: ["repair-limit"])]
      machine.states["repair"]?.on["progress"] = [Transition(resumes: ["repair-limit"])]
    }
  }

  @Test func fromItsBeginningToWhatItWillDo() throws {
    let play = try repair()
    let explanation = try explain(play, "repair-limit")
    #expect(explanation.startedAt == Play.monday)
    #expect(explanation.label == "Limit" && !explanation.source.isEmpty)
    #expect(explanation.lastDay?.description == "2026-03-12")
    #expect(explanation.dueAt == play.running("repair-limit")?.dueAt)
    #expect(explanation.steps.first?.before.description == "2026-03-02")
    #expect(explanation.steps.last?.after == explanation.lastDay)
    #expect(explanation.calendarVersion == WorkCalendar.standard.version)
    #expect(explanation.coming.map(\.kind) == [.warning(0), .expiry, .reminder(0)])
    #expect(explanation.coming.map(\.roles) == [["chief"], ["clerk"], ["clerk"]])
    #expect(explanation.coming.map(\.at) == play.running("repair-limit")?.timers.map(\.at))
    #expect(explanation.warnings.isEmpty)
  }

  @Test func whatHappenedSince() throws {
    var play = try repair()
    play.pass(days: 1)
    try play.must("note", by: Play.clerk)
    let still = try explain(play, "repair-limit")
    #expect(still.dueAt == nil && still.lastDay == nil && still.steps.isEmpty && still.coming.isEmpty)
    #expect(still.ledger.isSuspended)
    play.pass(days: 7)
    try play.must("progress", by: Play.clerk)
    let explanation = try explain(play, "repair-limit")
    #expect(explanation.ledger.entries.count == 2)
    // Suspended on the 3rd, resumed on the 10th: the 4th to the 9th are lost.
    #expect(explanation.lastDay?.description == "2026-03-18")
    #expect(explanation.steps.map(\.source).contains("Algemene wet bestuursrecht art. 4:15 lid 1"))
  }

  @Test func firedTimersAreNotToCome() throws {
    var play = try repair()
    play.now = try #require(play.running("repair-limit")).dueAt
    try play.mustFire("repair-limit", timer: 1)
    #expect(try explain(play, "repair-limit").coming.map(\.kind) == [.warning(0), .reminder(0)])
  }

  @Test func aDayThatTheCaseSays() throws {
    var play = try Play.lamp(in: "review")
    #expect(try explain(play, "postponed").warnings.map(\.dutch) == ["De casus noemt de laatste dag niet."])
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    let explanation = try explain(play, "postponed")
    #expect(explanation.lastDay?.description == "2026-03-20")
    #expect(explanation.steps.map(\.dutch) == ["de casus noemt de laatste dag zelf: tot en met vrijdag 20 maart 2026"])
    #expect(explanation.steps.map(\.source) == ["de casus zelf"])
  }

  @Test func aLaterCalendarThatCountsOtherwiseIsSaid() throws {
    let play = try repair()
    let day = WorkCalendar.SpecialDay(date: Lamp.day(2026, 3, 12), source: "besluit van later")
    let later = WorkCalendar(version: "later", equatedDays: [day], completeYears: [2026])
    let decider = Decider(workflow: play.workflow, directory: play.directory, calendar: later, now: play.now)
    let instance = try #require(play.instance)
    let explanation = try #require(decider.explanation(of: DeadlineName("repair-limit"), in: instance))
    #expect(explanation.calendarVersion == "later")
    #expect(explanation.dueAt == play.running("repair-limit")?.dueAt, "what the clock goes by")
    let warnings = explanation.warnings.map(\.dutch)
    #expect(warnings.count == 1 && warnings[0].contains("2026-03-14T00:00:00+01:00"))
  }

  @Test func whatDoesNotRunHasNone() throws {
    let play = try repair()
    let instance = try #require(play.instance)
    for name in ["intake-limit", "nothing", "child-1/limit"] {
      #expect(play.decider.explanation(of: DeadlineName(parsing: name), in: instance) == nil)
    }
  }
}
