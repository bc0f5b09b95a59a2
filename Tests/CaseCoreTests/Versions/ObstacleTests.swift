import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// What keeps a case on the version it has. Each row spoils one thing of the next version.
@Suite("Obstacles to a move") struct ObstacleTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spoil: @Sendable (inout Workflow) throws -> Void
    let expected: [Obstacle]

    init(_ name: String, _ expected: Obstacle..., spoil: @escaping @Sendable (inout Workflow) throws -> Void) {
      (testDescription, self.expected, self.spoil) = (name, expected, spoil)
    }
  }

  /// A lamp in review, urgent, with an adviser who is auditor too, and one vote.
  static func lamp() throws -> Play {
    var play = try Play.lamp(in: "review")
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    return play
  }

  static let rows = [
    Row("the state is gone", .stateGone("review", machine: "lamp")) { $0.lamp.states["review"] = nil },
    Row("the state has another name that nobody gave", .stateGone("review", machine: "lamp")) {
      $0.rename("review", to: "assessment")
    },
    Row("the state became an end", .stateEnds("review", machine: "lamp")) { $0.lamp.states["review"]?.isFinal = true },
    Row("a choice is gone", .factNotAllowed("urgency", machine: "lamp")) {
      $0.lamp.facts["urgency"]?.kind = .choice(options: Lamp.options("low", "higher"))
    },
    Row("the fact is of another type", .factNotAllowed("urgency", machine: "lamp")) {
      $0.lamp.facts["urgency"]?.kind = .text(maximumLength: 100)
    },
    Row("a party's role is gone", .roleGone("adviser")) { $0.roles["adviser"] = nil },
    Row("a party's role opens more", .accessChanged(role: "adviser")) { $0.roles["adviser"]?.access = .oversight },
    Row("a decision with votes is gone", .decisionChanged("verdict", machine: "lamp")) {
      $0.lamp.decisions["verdict"] = nil
    },
    Row("a decision with votes has other voters", .decisionChanged("verdict", machine: "lamp")) {
      $0.lamp.decisions["verdict"]?.voters = ["clerk"]
    },
    Row("what was voted is no option", .decisionChanged("verdict", machine: "lamp")) {
      $0.lamp.commands["vote"]?.fields["verdict"]?.kind = .choice(options: Lamp.options("leave"))
    },
    Row("the ground of a running deadline is gone", .groundGone("policy", deadline: "review-limit", machine: "lamp")) {
      $0.grounds["policy"] = nil
    },
    Row(
      "everything at once",
      .stateGone("review", machine: "lamp"),
      .decisionChanged("verdict", machine: "lamp"),
      .roleGone("adviser")
    ) {
      $0.lamp.states["review"] = nil
      $0.roles["adviser"] = nil
      $0.lamp.decisions["verdict"] = nil
    },
    Row("what nobody in the case has may go") {
      $0.roles["citizen"] = nil
      $0.lamp.facts["until"]?.kind = .text(maximumLength: 1)
      $0.grounds["plan"] = nil
      $0.lamp.states["closed"] = nil
      $0.lamp.decisions["verdict"]?.label = "Another word"
    },
  ]

  @Test(arguments: rows) func table(row: Row) throws {
    var play = try Self.lamp()
    play.workflow.lamp.deadlines["review-limit"]?.ground = "policy"
    let order = try MoveTests.order(play) { try row.spoil(&$0) }
    let instance = try #require(play.instance)
    let outcome = order.outcome(for: instance, at: play.now)
    #expect(outcome.obstacles == row.expected)
    for obstacle in outcome.obstacles { #expect(obstacle.dutch.hasSuffix(".")) }
    #expect((outcome.landing == nil) == !row.expected.isEmpty)
  }

  @Test("without a vote another way of deciding is no obstacle") func noVotes() throws {
    let play = try Play.lamp(in: "review")
    let order = try MoveTests.order(play) { $0.lamp.decisions["verdict"]?.voters = ["clerk"] }
    #expect(try order.outcome(for: #require(play.instance), at: play.now).obstacles == [])
  }

  @Test("a case that is over, or that follows another version, stays") func notOurs() throws {
    var play = try Play.lamp(in: "review")
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, JointDecisionTests.leave) }
    let order = try MoveTests.order(play) { _ in }
    #expect(try order.outcome(for: #require(play.instance), at: play.now).obstacles == [.ended])
    var other = try #require(Play.lamp().instance)
    other.version = "0.9.0"
    #expect(order.outcome(for: other, at: play.now).obstacles == [.otherVersion("lamp 0.9.0")])
  }

  @Test("an order that fits no case is refused as a whole") func orders() throws {
    let from = try Lamp.workflow()
    var to = from
    to.version = "1.1.0"
    func fault(_ names: (machine: String, old: String, new: String)...) -> VersionMoveFault? {
      let names = names.map { VersionMove.StateName(machine: $0.machine, old: $0.old, new: $0.new) }
      do throws(VersionMoveFault) { _ = try VersionMove(from: from, to: to, names: names) } catch { return error }
      return nil
    }
    #expect(fault(("lamp", "nowhere", "review")) == .unknownState("nowhere", machine: "lamp", version: "1.0.0"))
    #expect(fault(("lamp", "review", "nowhere")) == .unknownState("nowhere", machine: "lamp", version: "1.1.0"))
    #expect(fault(("bulb", "review", "review")) == .unknownState("review", machine: "bulb", version: "1.0.0"))
    #expect(fault(("lamp", "review", "repair")) == .otherState("review", "repair", machine: "lamp"))
    to.rename("review", to: "assessment")
    #expect(
      fault(("lamp", "review", "assessment"), ("lamp", "review", "assessment")) == .twoNames("review", machine: "lamp")
    )
    #expect(fault(("lamp", "review", "assessment")) == nil)
    to.lamp.states["assessment"]?.onlyBy = [.init(decision: "verdict", option: "repair")]
    #expect(fault(("lamp", "review", "assessment")) == .otherState("review", "assessment", machine: "lamp"))
    to.key = "bulb"
    #expect(fault() == .otherWorkflow("lamp", "bulb"))
    to = from
    #expect(fault() == .sameVersion("1.0.0"))
    (to.version, to.root) = ("1.1.0", "bulb")
    #expect(fault() == .otherRoot("lamp", "bulb"))
  }
}
