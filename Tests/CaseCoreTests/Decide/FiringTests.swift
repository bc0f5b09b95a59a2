import CaseCore
import OrderedCollections
import Testing

/// What a deadline does when it comes.
@Suite struct FiringTests {
  @Test func aWarningIsToldToThoseItIsFor() throws {
    var play = try Play.lamp(in: "intake") {
      $0.starts[0].transition.joins.append(.init(role: "chief", source: .region))
      $0.deadlines["intake-limit"]?.warnings[0].roles = ["chief"]
    }
    let due = try #require(play.instance?.root.deadlines["intake-limit"]?.timers.first?.at)
    play.now = due.adding(seconds: 90)
    let decision = try play.mustFire("intake-limit", timer: 0)
    #expect(decision.told == ["02": ["termijn-nadert"]])
    #expect(decision.result.state == "intake")
    #expect(decision.effects == [.timerFired(deadline: "intake-limit", timer: 0)])
    // The entry has the true moment, and the ground of the deadline; nobody gave it.
    #expect(decision.entry.cause == .deadline("intake-limit", timer: 0, due: due))
    #expect(decision.entry.at == play.now)
    #expect(decision.entry.ground == "law")
    #expect(decision.entry.actor == nil)
    #expect(decision.entry.role == nil)
    #expect(decision.entry.audience == ["chief"])
  }

  @Test func anExpiryCanPutTheCaseInFrontOfPeople() throws {
    var play = try Play.lamp()
    play.pass(days: 6)
    let decision = try play.mustFire("intake-limit", timer: 2)
    #expect(decision.result.state == "review")
    #expect(decision.told == ["01": ["termijn-verlopen"]])
    #expect(decision.result.root.deadlines["intake-limit"] == nil)
    #expect(decision.result.root.deadlines["review-limit"]?.startedAt == play.now)
    // What was left of it does nothing any more.
    #expect(play.fires("intake-limit", timer: 0, generation: 1) == .lapsed)
  }

  @Test func anEscalationChangesNothingElse() throws {
    var play = try Play.lamp(in: "review")
    play.pass(days: 11)
    let decision = try play.mustFire("review-limit", timer: 0)
    #expect(decision.result.state == "review")
    #expect(decision.told == ["01": ["termijn-verlopen"], "02": ["termijn-verlopen"]])
    #expect(decision.result.root.deadlines["review-limit"]?.timers.map(\.isFired) == [true])
  }

  @Test func aTimerFiresOnce() throws {
    var play = try Play.lamp(in: "review")
    play.pass(days: 11)
    try play.mustFire("review-limit", timer: 0)
    #expect(play.fires("review-limit", timer: 0) == .lapsed)
  }

  @Test func whatDoesNotRunLapses() throws {
    var play = try Play.lamp(in: "repair")
    play.pass(days: 30)
    #expect(play.fires("review-limit", timer: 0, generation: 1) == .lapsed)
    #expect(play.fires("nonsense", timer: 0, generation: 1) == .lapsed)
    #expect(play.fires("repair-limit", timer: 0, generation: 0) == .lapsed)
    #expect(play.fires("repair-limit", timer: 0, generation: 2) == .lapsed)
    #expect(play.fires("repair-limit", timer: 1) == .lapsed)
    #expect(play.fires("repair-limit", timer: -1) == .lapsed)
    try play.mustFire("repair-limit", timer: 0)
  }

  @Test func theOldGenerationLapsesAfterARestart() throws {
    var play = try Play.lamp(in: "repair")
    play.pass(days: 5)
    try play.must("progress", by: Play.clerk)
    play.pass(days: 16)
    #expect(play.fires("repair-limit", timer: 0, generation: 1) == .lapsed)
    #expect(play.fires("repair-limit", timer: 0, generation: 2) == .lapsed)
    play.pass(days: 5)
    try play.mustFire("repair-limit", timer: 0)
  }

  @Test func nothingFiresBeforeItsMoment() throws {
    var play = try Play.lamp(in: "review")
    let due = try #require(play.instance?.root.deadlines["review-limit"]?.dueAt)
    play.now = due.adding(microseconds: -1)
    #expect(play.fires("review-limit", timer: 0) == .lapsed)
    play.now = due
    try play.mustFire("review-limit", timer: 0)
  }

  @Test func aClockBeginsNoCase() throws {
    #expect(Play(try Lamp.workflow()).fires("intake-limit", timer: 0) == .lapsed)
  }
}
