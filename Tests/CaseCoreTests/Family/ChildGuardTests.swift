import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// Guards over the case and its children.
@Suite struct ChildGuardTests {
  /// Three jobs: one planned, one running with two calls, one done.
  private func three(_ guard: Guard) throws -> Play {
    var play = try Works.play(root: {
      $0.states["open"]?.on["close"] = [Transition(requirements: [.init(`guard`, otherwise: "Not so.")])]
    })
    for _ in 1...3 { try play.must("order", by: Play.clerk, Works.order("08")) }
    for child in ["job-2", "job-3"] { try play.must("begin", by: Play.builder, child: child) }
    for _ in 1...2 { try play.must("call", by: Play.builder, child: "job-2") }
    try play.must("finish", by: Play.builder, child: "job-3")
    return play
  }

  private static let busy = Guard.reached(fact: "calls", 2)

  @Test(arguments: [
    (Guard.Children("job", .some, in: ["running"]), true),
    (.init("job", .some, in: ["stopped"]), false),
    (.init("job", .none, in: ["stopped"]), true),
    (.init("job", .none, in: ["stopped", "done"]), false),
    (.init("job", .every, in: ["planned", "running", "done"]), true),
    (.init("job", .every, in: ["planned", "running"]), false),
    (.init("copy", .every, in: ["sent"]), true),
    (.init("copy", .some), false),
    (.init("job", .atLeast(3)), true),
    (.init("job", .atLeast(4)), false),
    (.init("job", .atLeast(2), in: ["running", "done"]), true),
    (.init("job", .some, in: ["running"], where: busy), true),
    (.init("job", .some, in: ["planned", "done"], where: busy), false),
    (.init("job", .atLeast(2), where: .not(busy)), true),
    (.init("job", .every, where: busy), false),
    (.init("job", .every, where: .root(.state(["open"]))), true),
    (.init("job", .some, where: .state(["done"])), true),
  ])
  func countChildren(_ children: Guard.Children, _ holds: Bool) throws {
    let play = try three(.children(children))
    #expect(play.rules("close", by: Play.clerk) == (holds ? nil : ["Not so."]))
  }

  @Test func aChildCanLookAtItsCase() throws {
    var play = try Works.play(job: {
      let guards: [Guard] = [
        .root(.reached(fact: "finished", 1)), .root(.state(["open"])), .root(.visited("open", atLeast: 1)),
        .state(["planned"]), .root(.children(.init("job", .atLeast(2)))),
      ]
      $0.states["planned"]?.on["hide"]?[0].requirements = [.init(.all(guards), otherwise: "Not yet.")]
    })
    for _ in 1...3 { try play.must("plan", by: Play.clerk) }
    #expect(play.rules("hide", by: Play.clerk, child: "job-2") == ["Not yet."])
    let obstacles = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
      .filter { $0.command == "hide" }.map { $0.obstacles.map(\.dutch) }
    #expect(obstacles == [["Not yet."], ["Not yet."], ["Not yet."]])
    try play.must("begin", by: Play.clerk, child: "job-1")
    try play.must("finish", by: Play.clerk, child: "job-1")
    try play.must("hide", by: Play.clerk, child: "job-2")
  }

  /// A date lies less than a length ago until the same day so much later.
  @Test(arguments: [("2010-03-02", false), ("2010-03-03", true), ("2026-03-02", true), ("1950-01-01", false)])
  func aDateCanBeRecent(_ date: String, _ isRecent: Bool) throws {
    let guardian = Guard.recent(.field("seen"), try Length(16, .years))
    let play = try Play.lamp {
      $0.on["note"] = [Transition(requirements: [.init(guardian, otherwise: "Too old.")])]
    }
    #expect(play.rules("note", by: Play.clerk, ["seen": .string(date)]) == (isRecent ? nil : ["Too old."]))
    #expect(play.rules("note", by: Play.clerk) == ["Too old."])
  }
}
