import CaseCore
import OrderedCollections
import Testing

/// A decision that two roles take together.
@Suite struct JointDecisionTests {
  static let repair: [String: Input] = ["verdict": .string("repair")]
  static let leave: [String: Input] = ["verdict": .string("leave")]

  @Test func oneVoteDoesNotDecide() throws {
    var play = try Play.lamp(in: "review")
    let decision = try play.must("vote", by: Play.clerk, Self.repair)
    #expect(decision.result.state == "review")
    let vote = Vote(organisation: "01", role: "clerk", person: Play.clerk.subject, option: "repair")
    #expect(decision.result.root.votes == ["verdict": [vote]])
    // Nor does the same vote twice.
    #expect(try play.must("vote", by: Play.clerk, Self.repair).result.state == "review")
  }

  @Test func theLastOfEqualVotesDecides() throws {
    var play = try Play.lamp(in: "review")
    try play.must("vote", by: Play.chief, Self.leave)
    #expect(try play.must("vote", by: Play.clerk, Self.leave).result.state == "closed")
  }

  @Test func dividedVotesDecideNothingUntilOneChanges() throws {
    var play = try Play.lamp(in: "review")
    try play.must("vote", by: Play.clerk, Self.repair)
    let divided = try play.must("vote", by: Play.chief, Self.leave).result
    #expect(divided.state == "review")
    #expect(play.decider.standing(of: "verdict", in: divided) == .divided)
    #expect(try play.must("vote", by: Play.chief, Self.repair).result.state == "repair")
  }

  @Test func whoComesBackVotesAnew() throws {
    var play = try Play.lamp(in: "repair")
    try play.must("submit", by: Play.clerk)
    #expect(play.instance?.root.votes == [:])
    #expect(try play.must("vote", by: Play.chief, Self.repair).result.state == "review")
    #expect(try play.must("vote", by: Play.clerk, Self.repair).result.state == "repair")
  }

  /// A transition to the state itself begins it again: the way for a workflow to say that a vote is on something new.
  @Test func enteringTheSameStateAgainTakesTheVotesAway() throws {
    var play = try Play.lamp(in: "review") { $0.on["note"] = [Transition(target: "review")] }
    try play.must("vote", by: Play.clerk, Self.repair)
    let before = play.instance?.root.deadlines["review-limit"]
    let again = try play.must("note", by: Play.clerk).result
    #expect(again.root.votes == [:])
    #expect(again.root.visits["review"] == 2)
    #expect(again.root.deadlines["review-limit"] == before)
  }

  /// Someone who holds both roles is still one voter.
  @Test func onePersonDoesNotVoteForTwoRoles() throws {
    var play = try Play.lamp(in: "review") {
      $0.starts[0].transition.joins.append(.init(role: "chief", source: .organisations(.sender)))
    }
    let both = Actor(subject: "x", organisation: "01", roles: ["clerk", "chief"])
    try play.must("vote", by: both, Self.repair)
    #expect(try play.must("vote", by: both, Self.repair).result.state == "review")
  }
}
