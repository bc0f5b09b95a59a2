import CaseCore
import OrderedCollections
import Testing

/// Deadlines of children.
@Suite struct ChildDeadlineTests {
  private func ordered(job: (inout Machine) -> Void = { _ in }) throws -> Play {
    var play = try Works.play(job: job)
    try play.must("order", by: Play.clerk, Works.order("08"))
    play.pass(days: 3)
    try play.must("order", by: Play.clerk, Works.order("04"))
    return play
  }

  @Test func eachChildHasItsOwn() throws {
    let play = try ordered()
    #expect(play.running("job-1/limit")?.dueAt == Amsterdam.startOfDay(Lamp.day(2026, 3, 13)))
    #expect(play.running("job-2/limit")?.dueAt == Amsterdam.startOfDay(Lamp.day(2026, 3, 16)))
  }

  @Test func theOneWithThePartIsTold() throws {
    var play = try ordered()
    play.pass(days: 8)
    let warning = try play.mustFire("job-1/limit", timer: 0)
    #expect(warning.told == ["08": ["termijn-nadert"]])
    #expect(warning.entry.child == "job-1")
    #expect(warning.entry.audience == ["contractor"])
    #expect(
      try play.mustFire("job-1/limit", timer: 1).told == ["01": ["termijn-verlopen"], "08": ["termijn-verlopen"]]
    )
    // Once, and without a word to the other job.
    #expect(play.fires("job-1/limit", timer: 1) == .lapsed)
    #expect(play.running("job-2/limit")?.passed == 0)
  }

  @Test func oneOfAChildThatIsNotThereLapses() throws {
    var play = try ordered()
    play.pass(days: 30)
    #expect(play.fires("job-3/limit", timer: 1, generation: 1) == .lapsed)
    try play.must("stop", by: Play.clerk)
    #expect(play.fires("job-1/limit", timer: 1, generation: 1) == .lapsed)
  }

  @Test func itsEndCanMoveChildAndCase() throws {
    var play = try ordered(job: {
      $0.states["hidden"]?.isReview = true
      $0.deadlines["limit"]?.expiry = .review(state: "hidden")
      $0.deadlines["limit"]?.root = [Transition(target: "review", counts: ["finished"])]
    })
    play.pass(days: 8)
    let expiry = try play.mustFire("job-1/limit", timer: 1)
    #expect(play.instance?.children.mapValues(\.state) == ["job-1": "hidden", "job-2": "planned"])
    #expect((play.instance?.state, play.instance?.root.facts["finished"]) == ("review", .number(1)))
    #expect((expiry.entry.from, expiry.entry.to) == ("planned", "hidden"))
    #expect(expiry.told == ["01": ["termijn-verlopen"], "08": ["termijn-verlopen"], "02": ["fase-gewijzigd"]])
    #expect(play.running("job-1/limit") == nil)
    #expect(play.running("quiet") == nil)
  }

  @Test func namesAreReadAsTheyAreWritten() {
    for name in [DeadlineName("limit"), DeadlineName("limit", child: "job-1")] {
      #expect(DeadlineName(parsing: name.description) == name)
    }
    #expect(DeadlineName("limit", child: "job-1").description == "job-1/limit")
  }
}
