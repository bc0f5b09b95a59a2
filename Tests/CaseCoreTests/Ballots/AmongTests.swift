import CaseCore
import OrderedCollections
import Testing

/// A decision that is taken among the organisations that a fact lists.
///
/// They must fail when `Poll` counts the votes of others, when `CaseBuilder.vote(_:in:_:among:)` takes them, and when others are awaited.
@Suite("Votes among some") struct AmongTests {
  private static func play(_ present: [String]?) throws -> Play {
    var play = try Play.lamp(in: "review") {
      let kind = Field.Kind.list(of: .reference(roles: []), minimum: 0, maximum: 5)
      $0.facts["present"] = Fact(label: "Present", kind: kind)
      $0.commands["note"]?.fields["present"] = Lamp.field(kind)
      $0.decisions["verdict"]?.voters = ["clerk"]
      $0.decisions["verdict"]?.others = ["chief"]
      $0.decisions["verdict"]?.among = "present"
      $0.on["note"] = [Transition()]
    }
    if let present { try play.must("note", by: Play.clerk, ["present": .list(present.map(Input.string))]) }
    return play
  }

  private static func awaited(_ play: Play) -> [String] {
    guard let instance = play.instance else { return [] }
    return play.decider.awaited(in: instance).filter { $0.command == "vote" }.map(\.organisation)
  }

  @Test("Without a value all vote") func all() throws {
    var play = try Self.play(nil)
    #expect(Self.awaited(play) == ["01", "02"])
    #expect(try play.must("vote", by: Play.clerk, JointDecisionTests.repair).result.state == "review")
    #expect(try play.must("vote", by: Play.chief, JointDecisionTests.repair).result.state == "repair")
  }

  @Test("Only those that are listed vote, and are awaited") func some() throws {
    var play = try Self.play(["01"])
    #expect(Self.awaited(play) == ["01"])
    let outcome = play.outcome("vote", by: Play.chief, JointDecisionTests.repair)
    guard case .refused(.notNow(let rules, _)) = outcome else {
      Issue.record("accepted")
      return
    }
    #expect(rules.map(\.code) == ["not-among-voters"])
    let offers = play.decider.availableCommands(for: Play.chief, in: try #require(play.instance))
    #expect(offers.first { $0.command == "vote" }?.obstacles.map(\.code) == ["not-among-voters"])
    #expect(try play.must("vote", by: Play.clerk, JointDecisionTests.repair).result.state == "repair")
  }

  @Test("A role that must vote and of which nobody is listed keeps it open") func nobody() throws {
    var play = try Self.play(["02"])
    let after = try play.must("vote", by: Play.chief, JointDecisionTests.repair).result
    #expect(after.state == "review")
    #expect(play.decider.standing(of: "verdict", in: after) == .open)
  }

  @Test("The votes of who is no longer listed do not count") func later() throws {
    var play = try Self.play(nil)
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    try play.must("vote", by: Play.chief, JointDecisionTests.leave)
    #expect(play.decider.standing(of: "verdict", in: try #require(play.instance)) == .divided)
    let after = try play.must("note", by: Play.clerk, ["present": .list([.string("01")])]).result
    #expect(play.decider.standing(of: "verdict", in: after) == .decided("repair"))
  }
}
