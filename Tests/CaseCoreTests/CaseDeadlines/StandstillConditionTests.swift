import CaseCore
import OrderedCollections
import Testing

/// Deadlines that stand still for as long as something holds in the case. How long they stood still is counted a second time by the test.
@Suite("Deadlines that stand still while a condition holds") struct StandstillConditionTests {
  private let high = Guard.fact("urgency", oneOf: [.choice("high")])

  private func end(_ days: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, 3, 2).adding(days: days + 1))
  }

  @Test("all the time that it held comes after the end", arguments: Seed.some) func total(_ seed: Seed) throws {
    var random = seed.generator
    var play = try Play.lamp(in: "repair") { $0.deadlines["whole"]?.suspendedWhen = high }
    var (isHigh, stood) = (false, 0)
    for _ in 0..<12 {
      let wait = Int.random(in: 0...4, using: &random)
      play.pass(days: wait)
      if isHigh { stood += wait }
      isHigh = Bool.random(using: &random)
      try play.must("note", by: Play.clerk, ["urgency": .string(isHigh ? "high" : "low")])
      let running = try #require(play.running("whole"))
      #expect(running.ledger.isSuspended == isHigh && running.timers.isEmpty == isHigh, "\(seed)")
      #expect(running.startedAt == Play.monday)
      if !isHigh { #expect(running.dueAt == end(60 + stood), "\(seed)") }
    }
  }

  @Test("in whatever state, and from its beginning") func everyState() throws {
    var play = try Play.lamp { $0.deadlines["repair-limit"]?.suspendedWhen = high }
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    try play.must("submit", by: Play.clerk)
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, JointDecisionTests.repair) }
    #expect(play.running("repair-limit")?.ledger.entries == [.suspended(at: play.now)])
    play.pass(days: 9)
    try play.must("note", by: Play.clerk, ["urgency": .string("low")])
    #expect(play.running("repair-limit")?.dueAt == end(29))
  }

  @Test("a part of the case lets it stand still, and its end lets it go on") func children() throws {
    var play = try Works.play(root: { works in
      works.deadlines["quiet"]?.suspendedWhen = .children(.init("job", .some, in: ["planned", "running"]))
    })
    #expect(play.running("quiet")?.ledger.entries == [])
    try play.must("plan", by: Play.clerk)
    play.pass(days: 40)
    #expect(play.running("quiet")?.ledger.isSuspended == true)
    // A second part makes no difference.
    try play.must("plan", by: Play.clerk)
    try play.must("begin", by: Play.clerk, child: "job-1")
    #expect(play.running("quiet")?.ledger.entries.count == 1)
    try play.must("stop", by: Play.clerk)
    #expect(play.running("quiet")?.dueAt == end(60))
  }

  @Test("what has ended does not come back", arguments: [true, false]) func ended(_ isTold: Bool) throws {
    var play = try Play.lamp(in: "repair") { $0.deadlines["whole"]?.suspendedWhen = high }
    play.now = end(60)
    if isTold { try play.mustFire("whole", timer: 0) }
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(play.running("whole")?.ledger.isSuspended == false)
  }

  @Test("one that asks whether another has passed is looked at after that one") func order() throws {
    var play = try Play.lamp(in: "repair") { machine in
      machine.deadlines["whole"]?.suspendedWhen = .expired("repair-limit", times: 1)
    }
    play.now = end(20)
    try play.mustFire("repair-limit", timer: 0)
    #expect(play.running("whole")?.ledger.entries == [.suspended(at: play.now)])
    // It begins again, so it has not passed.
    play.pass(days: 2)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("whole")?.dueAt == end(62))
  }

  static let unfit: [Guard] = [
    .party("clerk"), .decided("verdict", option: "repair"), .divided("verdict"), .recent(.fact("until"), .aWeek),
  ]

  @Test("it depends on nothing that changes without a step", arguments: unfit) func steps(_ guard: Guard) throws {
    let workflow = try Lamp.workflow { $0.deadlines["whole"]?.suspendedWhen = .all([high, .not(`guard`)]) }
    let path = ["machines", "lamp", "after", "whole", "suspend-when", "all", "1", "not"]
    #expect(workflow.faults().contains { $0.path == path && $0.message.contains("(suspend-when)") })
  }
}

extension Length {
  fileprivate static let aWeek: Length = {
    // Seven days are a length.
    guard let week = try? Length(7, .days) else { preconditionFailure("no length of seven days") }
    return week
  }()
}
