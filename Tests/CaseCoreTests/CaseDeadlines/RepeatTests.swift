import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// Deadlines that begin again by themselves, and guards that depend on how often they passed.
@Suite struct RepeatTests {
  /// In repair, an inspection every ten days; `submit` is only for who let two of them pass, and `progress` restarts it.
  private func repair(_ change: (inout Deadline) -> Void = { _ in }) throws -> Play {
    var inspection = try Lamp.deadline(10, ["repair"], roles: ["clerk"])
    inspection.repeats = true
    change(&inspection)
    return try Play.lamp(in: "repair") { [inspection] machine in
      machine.deadlines["inspection"] = inspection
      machine.on["note"] = [Transition()]
      machine.states["repair"]?.on["progress"] = [Transition(restarts: ["inspection"])]
      machine.states["repair"]?.on["submit"] = [
        Transition(requirements: [.init(.expired("inspection", times: 2), otherwise: "Not two yet.")], target: "review")
      ]
    }
  }

  private func end(_ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, month, day).adding(days: 1))
  }

  /// However late the clock comes, the next run ends when it would have.
  @Test(arguments: [0, 1, 86_400 * 3]) func runsFollowEachOtherWithoutDrift(_ late: Int64) throws {
    var play = try repair()
    for (month, day) in [(3, 12), (3, 22), (4, 1), (4, 11)] {
      #expect(play.running("inspection")?.dueAt == end(month, day))
      play.now = end(month, day).adding(seconds: late)
      #expect(try play.mustFire("inspection", timer: 0).told == ["01": ["termijn-verlopen"]])
    }
    #expect(play.running("inspection")?.generation == 5)
    #expect(play.running("inspection")?.passed == 4)
  }

  @Test func hoursFollowEachOtherToTheSecond() throws {
    let term = Deadline.Term.length(try DeadlineRule(length: Length(36, .hours), kind: .hours))
    var play = try repair { $0.term = term }
    for run in 1...3 {
      let due = Play.monday.adding(seconds: Int64(run) * 36 * 3_600)
      #expect(play.running("inspection")?.dueAt == due)
      play.now = due.adding(seconds: 100)
      try play.mustFire("inspection", timer: 0)
    }
  }

  /// When nobody looked at the clock for long, it is said once, and the next run is the one that is not over yet.
  @Test func afterALongSilenceItGoesOnInStep() throws {
    var play = try repair()
    play.now = end(4, 3)
    try play.mustFire("inspection", timer: 0)
    #expect(play.running("inspection")?.passed == 1)
    #expect(play.running("inspection")?.startedAt == end(4, 1).adding(microseconds: -1))
    #expect(play.running("inspection")?.dueAt == end(4, 11))
    #expect(play.fires("inspection", timer: 0) == .lapsed)
  }

  /// From 31 January; the clock comes when it comes.
  @Test(arguments: [0, 86_400 * 3]) func monthsAreCountedFromTheFirst(_ late: Int64) throws {
    let month = Deadline.Term.length(try DeadlineRule(length: Length(1, .months), kind: .calendar))
    let week = Deadline.Warning(before: try Length(1, .weeks), roles: ["clerk"])
    var play = try repair {
      $0.term = month
      $0.warnings = [week]
    }
    play = try play.begun(on: Lamp.day(2026, 1, 31))
    for (number, last) in [(2, 28), (3, 31), (4, 30), (5, 31)] {
      let running = try #require(play.running("inspection"))
      #expect(running.dueAt == end(number, last))
      #expect(running.timers.first?.at == end(number, last).subtracting(week.before))
      play.now = end(number, last).adding(seconds: late)
      try play.mustFire("inspection", timer: 1)
    }
    let instance = try #require(play.instance)
    let explained = try #require(play.decider.explanation(of: DeadlineName("inspection"), in: instance))
    #expect(explained.lastDay == Lamp.day(2026, 6, 30) && explained.warnings == [])
    #expect(
      explained.steps.map(\.dutch) == [
        "herhaling 5: geteld vanaf het begin van de eerste, zaterdag 31 januari 2026",
        "5 maanden na zaterdag 31 januari 2026, die dag niet meegeteld: tot en met dinsdag 30 juni 2026",
      ]
    )
  }

  /// Every Monday; Easter Monday and Whit Monday move the end to a Tuesday, and no later one.
  @Test func anEndThatIsMovedMovesNoLaterOne() throws {
    let week = Deadline.Term.length(try DeadlineRule(length: Length(1, .weeks), kind: .atw))
    var play = try repair { $0.term = week }
    play = try play.begun(on: Lamp.day(2026, 3, 23))
    for (month, day) in [(3, 30), (4, 7), (4, 13), (4, 20)] {
      #expect(play.running("inspection")?.dueAt == end(month, day))
      play.now = end(month, day)
      try play.mustFire("inspection", timer: 0)
    }
  }

  /// The law looks at the length of the term, and not at that of the series: a month is moved off a Sunday the tenth time too.
  @Test func theLawLooksAtOneTerm() throws {
    let month = Deadline.Term.length(try DeadlineRule(length: Length(1, .months), kind: .atw))
    var play = try repair { $0.term = month }
    play = try play.begun(on: Lamp.day(2026, 1, 6))
    var ends: [Instant] = []
    for _ in 2...9 {
      play.now = try #require(play.running("inspection")).dueAt
      ends.append(play.now)
      try play.mustFire("inspection", timer: 0)
    }
    // 6 April is Easter Monday, 6 June a Saturday, 6 September a Sunday.
    #expect(ends == [end(2, 6), end(3, 6), end(4, 7), end(5, 6), end(6, 8), end(7, 6), end(8, 6), end(9, 7)])
  }

  /// Two days are too short for the rule of two working days, and so is the second time two days.
  @Test func aShortTermStaysShortInASeries() throws {
    let days = Deadline.Term.length(try DeadlineRule(length: Length(2, .days), kind: .atw))
    var play = try repair { $0.term = days }
    play = try play.begun(on: Lamp.day(2026, 3, 4))
    // 8 March is a Sunday.
    for day in [6, 9, 10] {
      #expect(play.running("inspection")?.dueAt == end(3, day))
      play.now = end(3, day)
      try play.mustFire("inspection", timer: 0)
    }
  }

  /// What stood still ends later, and the series begins anew there.
  @Test func aRunThatStoodStillBeginsAnotherSeries() throws {
    let month = Deadline.Term.length(try DeadlineRule(length: Length(1, .months), kind: .calendar))
    var play = try repair { $0.term = month }
    play.workflow.machines["lamp"]?.on["note"] = [Transition(suspends: ["inspection"])]
    play.workflow.machines["lamp"]?.states["repair"]?.on["progress"] = [Transition(resumes: ["inspection"])]
    play = try play.begun(on: Lamp.day(2026, 1, 31))
    try play.must("note", by: Play.clerk)
    play.pass(days: 5)
    try play.must("progress", by: Play.clerk)
    for (month, day) in [(3, 5), (4, 5), (5, 5)] {
      #expect(play.running("inspection")?.dueAt == end(month, day))
      play.now = end(month, day)
      try play.mustFire("inspection", timer: 0)
    }
  }

  /// Another length makes another series, from where the present run began; another warning does not.
  @Test func settingsBeginAnotherSeries() throws {
    let month = Deadline.Term.length(try DeadlineRule(length: Length(1, .months), kind: .calendar))
    var play = try repair { $0.term = month }
    play = try play.begun(on: Lamp.day(2026, 1, 31))
    play.now = end(2, 28)
    try play.mustFire("inspection", timer: 0)
    func due(_ setting: DeadlineSetting) throws -> Instant? {
      let settings = DeadlineSettings().applied([.set(Settings.place("inspection"), setting)])
      let instance = try #require(play.instance)
      return play.decider(settings).recalculate(instance)?.decision.result.root.deadlines["inspection"]?.dueAt
    }
    #expect(try due(.init(length: Length(2, .months))) == end(4, 28))
    let warning = Deadline.Warning(before: try Length(1, .weeks), roles: ["clerk"])
    #expect(try due(.init(warnings: [warning])) == end(3, 31))
  }

  /// Easter Monday moved the end of the run before, and the series began on a Monday all the same.
  @Test func aSeriesIsTheSameAfterAnEndThatWasMoved() throws {
    let week = Deadline.Term.length(try DeadlineRule(length: Length(1, .weeks), kind: .atw))
    var play = try repair { $0.term = week }
    play = try play.begun(on: Lamp.day(2026, 3, 30))
    play.now = end(4, 7)
    try play.mustFire("inspection", timer: 0)
    let warning = Deadline.Warning(before: try Length(1, .days), roles: ["clerk"])
    let settings = DeadlineSettings().applied([.set(Settings.place("inspection"), .init(warnings: [warning]))])
    let counted = play.decider(settings).recalculate(try #require(play.instance))?.decision.result
    #expect(counted?.root.deadlines["inspection"]?.dueAt == end(4, 13))
  }

  @Test func aGuardCountsWhatPassedUntilACommandBeginsItAgain() throws {
    var play = try repair()
    for day in [12, 22] {
      #expect(play.rules("submit", by: Play.clerk) == ["Not two yet."])
      play.now = end(3, day)
      try play.mustFire("inspection", timer: 0)
    }
    #expect(play.rules("submit", by: Play.clerk) == nil)
    try play.must("note", by: Play.clerk)
    #expect(play.running("inspection")?.passed == 2)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("inspection")?.passed == 0)
    #expect(play.rules("submit", by: Play.clerk) == ["Not two yet."])
  }

  @Test func oneThatPassedOnceIsExpiredForAsLongAsItRuns() throws {
    var play = try repair { $0.repeats = false }
    play.workflow.machines["lamp"]?.on["note"] = [
      Transition(requirements: [.init(.expired("inspection", times: 1), otherwise: "Not yet.")])
    ]
    #expect(play.rules("note", by: Play.clerk) == ["Not yet."])
    play.now = end(3, 12)
    #expect(play.rules("note", by: Play.clerk) == ["Not yet."])
    try play.mustFire("inspection", timer: 0)
    try play.must("note", by: Play.clerk)
    #expect(play.fires("inspection", timer: 0) == .lapsed)
  }

  /// Earlier runs that passed do not forbid to suspend the present one.
  @Test func aLaterRunCanBeSuspended() throws {
    var play = try repair()
    play.workflow.machines["lamp"]?.on["note"] = [Transition(suspends: ["inspection"])]
    play.now = end(3, 12)
    try play.mustFire("inspection", timer: 0)
    play.pass(days: 1)
    try play.must("note", by: Play.clerk)
    #expect(play.running("inspection")?.timers == [])
    #expect(play.running("inspection")?.passed == 1)
  }

  /// A day in a fact is where the first run begins, not every one.
  @Test func aRunAfterOneThatBeganOnAFactBeginsWhereThatEnded() throws {
    var play = try repair { $0.beginsOn = "until" }
    play.workflow.machines["lamp"]?.states["repair"]?.on["postpone"] = [Transition()]
    play.workflow.machines["lamp"]?.commands["postpone"]?.fields["until"]?.kind = .date(within: nil, past: true)
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-01")], ground: "law")
    #expect(play.running("inspection")?.dueAt == end(3, 11))
    play.now = end(3, 11)
    try play.mustFire("inspection", timer: 0)
    #expect(play.running("inspection")?.dueAt == end(3, 21))
    play.now = end(5, 1)
    try play.mustFire("inspection", timer: 0)
    #expect(play.running("inspection")?.dueAt == end(5, 10))
  }
}

extension Play {
  /// The same lamp, of which the repair begins at nine on this day.
  fileprivate func begun(on day: CivilDate) throws -> Play {
    var play = Play(workflow)
    play.now = Amsterdam.startOfDay(day).adding(seconds: 9 * 3_600)
    try play.must("report", by: Play.clerk, ["lamp": .string("12")])
    try play.must("submit", by: Play.clerk)
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, ["verdict": .string("repair")]) }
    return play
  }
}
