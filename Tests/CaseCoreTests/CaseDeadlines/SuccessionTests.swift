import CaseCore
import OrderedCollections
import Testing

/// Deadlines that begin after the end of another. Where both end is counted a second time by ``NaiveCalendar``.
@Suite("Deadlines that begin after the end of another") struct SuccessionTests {
  private static let naive = NaiveCalendar(years: 2020...2062, calendar: .standard)

  private func end(_ days: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, 3, 2).adding(days: days + 1))
  }

  /// In intake: ten days, and after those five in intake and review. A note begins the first again, `submit` leads to review.
  private func lamp(_ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    var second = try Lamp.deadline(5, ["intake", "review"], roles: ["clerk"])
    second.beginsAfter = "first"
    let first = try Lamp.deadline(10, ["intake"], roles: ["clerk"])
    return try Play.lamp { machine in
      // In the order in which the engine may not count them.
      machine.deadlines = ["second": second, "first": first]
      machine.on["note"] = [Transition(restarts: ["first"])]
      change(&machine)
    }
  }

  @Test("counting day by day ends both on the same days", arguments: Seed.some) func naive(_ seed: Seed) throws {
    var random = seed.generator
    let kinds: [DeadlineKind] = [.calendar, .workingDays, .atw, .eu1182]
    for _ in 0..<60 {
      let rules = try (0..<2).map { _ in
        let unit: Length.Unit = Bool.random(using: &random) ? .days : .weeks
        let kind = try #require(kinds.randomElement(using: &random))
        let days = Int.random(in: 1...40, using: &random)
        let length = kind == .workingDays ? try Length(days, .days) : try Length(days, unit)
        return try DeadlineRule(length: length, kind: kind)
      }
      let day = Lamp.day(2020, 1, 1).adding(days: .random(in: 0...10_950, using: &random))
      var play = Play(try lamp().workflow)
      play.workflow.machines["lamp"]?.deadlines["first"]?.term = .length(rules[0])
      play.workflow.machines["lamp"]?.deadlines["second"]?.term = .length(rules[1])
      play.now = Amsterdam.startOfDay(day).adding(seconds: 36_000)
      try play.must("report", by: Play.clerk, ["lamp": .string("12")])
      let last = Self.naive.lastDay(of: rules[0].length, kind: rules[0].kind, event: day)
      let later = Self.naive.lastDay(of: rules[1].length, kind: rules[1].kind, event: last)
      #expect(play.running("first")?.dueAt == Amsterdam.startOfDay(last.adding(days: 1)), "\(seed): \(day) \(rules)")
      #expect(play.running("second")?.dueAt == Amsterdam.startOfDay(later.adding(days: 1)), "\(seed): \(day) \(rules)")
    }
  }

  @Test("when the end of the first moves, the second is counted again") func moves() throws {
    var play = try lamp()
    #expect(play.running("second")?.dueAt == end(15))
    play.pass(days: 3)
    try play.must("note", by: Play.clerk)
    #expect(play.running("first")?.dueAt == end(13) && play.running("second")?.dueAt == end(18))
    #expect(play.running("second")?.generation == 2)
  }

  @Test("it goes on when the first no longer runs") func goesOn() throws {
    var play = try lamp()
    play.pass(days: 2)
    let before = try #require(play.running("second"))
    try play.must("submit", by: Play.clerk)
    #expect(play.running("first") == nil && play.running("second") == before)
  }

  @Test("it begins by the end of one that ran until this step") func beginsLater() throws {
    var play = try lamp { $0.deadlines["second"]?.states = ["review"] }
    #expect(play.running("second") == nil)
    play.pass(days: 2)
    try play.must("submit", by: Play.clerk)
    #expect(play.running("second")?.dueAt == end(15))
  }

  @Test("by one end it ends once, also when it begins again") func once() throws {
    var play = try lamp { machine in
      machine.deadlines["first"]?.states = ["intake", "review", "repair"]
      machine.deadlines["second"]?.states = ["review"]
    }
    try play.must("submit", by: Play.clerk)
    play.now = end(15)
    try play.mustFire("second", timer: 0)
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, JointDecisionTests.repair) }
    try play.must("submit", by: Play.clerk)
    #expect(play.running("second")?.passed == 1 && play.running("second")?.dueAt == end(15))
  }

  @Test("settings of the first move the second") func settings() throws {
    let play = try lamp()
    let place = SettingPlace(workflow: "lamp", deadline: .init("first", of: "lamp"))
    let settings = DeadlineSettings().applied([.set(place, try Settings.days(20))])
    let changes = play.decider(settings).deadlineChanges(in: try #require(play.instance))
    #expect(changes.map(\.name.name) == ["first", "second"])
    #expect(changes.map(\.newDue) == [end(20), end(25)])
  }

  @Test("another version with another first moves the second, and the same leaves it") func move() throws {
    let play = try lamp()
    let instance = try #require(play.instance)
    let same = try MoveTests.order(play) { $0.lamp.label = "Lamps" }.outcome(for: instance, at: play.now).landing
    #expect(same?.deadlines.map(\.effect) == [.kept, .kept])
    let longer = try MoveTests.order(play) { $0.lamp.deadlines["first"]?.term = try MoveTests.days(12) }
    let landing = try #require(longer.outcome(for: instance, at: play.now).landing)
    #expect(landing.deadlines.first { $0.name.name == "second" }?.newDue == end(17))
  }

  @Test("its explanation begins with the end of the first") func explained() throws {
    let play = try lamp()
    let name = DeadlineName("second")
    let steps = play.decider.explanation(of: name, in: try #require(play.instance))?.steps ?? []
    #expect(steps.map(\.code) == [.begunAfter, .counted])
    #expect(steps.first?.before == Lamp.day(2026, 3, 12))
  }
}
