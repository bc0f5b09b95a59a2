import CaseCore
import OrderedCollections
import Testing

/// Roles that an organisation has because it takes part in another, and parties that join because of who takes part.
@Suite struct ThroughTests {
  /// A lamp in review with firm 04 as adviser, in which people of the firm lead and audit. The citizen's organisation and another town have
  /// people in these roles too, and neither reads the case.
  private func review(_ transition: Transition = Transition()) throws -> Play {
    var play = try Play.lamp(in: "review") { $0.on["note"] = [transition] }
    play.workflow.roles["lead"] = Role(label: "Lead", through: .party)
    play.workflow.roles["auditor"]?.through = .party
    play.workflow.roles["chief-of-firm"] = Role(label: "Chief of the firm")
    play.workflow.lamp.commands["note"]?.roles.append("lead")
    for organisation in ["03", "04", "06"] {
      for role in ["lead", "auditor"] { play.give(role, to: organisation) }
    }
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    return play
  }

  private func actor(_ organisation: String, _ role: String) -> Actor {
    Actor(subject: role, organisation: organisation, roles: [role])
  }

  /// It must fail when the role has to be joined, when the directory need not give it, or when a receipt is enough.
  @Test func whoTakesPartHasThemWithoutJoining() throws {
    var play = try review(Transition(notices: [.init(event: "seen", roles: ["lead"])]))
    let instance = try #require(play.instance)
    #expect(play.decider.knows(actor("04", "lead"), of: instance))
    #expect(play.decider.readsAll(actor("04", "auditor"), of: instance))
    #expect(!play.decider.knows(actor("05", "lead"), of: instance))
    #expect(!play.decider.knows(actor("06", "auditor"), of: instance))
    #expect(
      play.decider.availableCommands(for: actor("04", "lead"), in: instance).map(\.command) == ["note"]
    )
    let decision = try play.must("note", by: actor("04", "lead"))
    #expect(decision.entry.role == "lead")
    #expect(decision.told["04"] == ["seen"] && decision.told["06"] == nil)
    #expect(play.instance?.party("04")?.roles == ["adviser"])
  }

  /// It must fail when those who may know nothing of a case but that it was received read all of it in another role.
  @Test func aReceiptIsNotEnough() throws {
    var play = try Play.lamp(in: "review") { $0.on["note"] = [Transition()] }
    play.workflow.roles["auditor"]?.through = .party
    play.give("auditor", to: "03")
    var instance = try #require(play.instance)
    instance.root.parties.append(Party(organisation: "03", roles: ["citizen"], since: 1))
    #expect(!play.decider.knows(actor("03", "auditor"), of: instance))
    #expect(instance.organisations(in: ["auditor"], of: play.workflow, by: play.directory) == [])
  }

  /// It must fail when who acts goes on after the organisation left, or when who oversees does not.
  @Test func whoLeftIsStillOverseenAndDoesNothing() throws {
    var play = try review(
      Transition(leaves: [.role("adviser")], notices: [.init(event: "seen", roles: ["auditor", "lead"])])
    )
    let decision = try play.must("note", by: actor("04", "lead"))
    // What is said to those who oversee says more than that the part ended.
    #expect(decision.told["04"] == ["seen"])
    let instance = try #require(play.instance)
    #expect(!play.decider.knows(actor("04", "lead"), of: instance))
    #expect(!play.decider.knows(actor("04", "adviser"), of: instance))
    #expect(play.decider.readsAll(actor("04", "auditor"), of: instance))
    #expect(play.refusal("note", by: actor("04", "lead")) == .unknownCase)
    #expect(play.decider.availableCommands(for: actor("04", "auditor"), in: instance) == [])
    #expect(try play.must("note", by: Play.clerk).told["04"] == ["seen"])
    // Until the directory takes the role away.
    play.directory = Play.town
    let auditor = Actor(subject: "x", organisation: "04", roles: ["auditor"])
    #expect(play.decider.readsAll(auditor, of: try #require(play.instance)))
    play.directory = Directory(Play.town.organisations.values.filter { $0.number != "04" })
    #expect(!play.decider.knows(auditor, of: try #require(play.instance)))
  }

  /// It must fail when a vote stays behind, to count again when the organisation comes back.
  @Test func aVoteGoesWithThePartThatItCameFrom() throws {
    var play = try review(Transition(leaves: [.role("adviser")]))
    play.workflow.lamp.decisions["verdict"]?.voters = ["clerk", "chief", "lead"]
    play.workflow.lamp.commands["vote"]?.roles.append("lead")
    try play.must("vote", by: actor("04", "lead"), ["verdict": .string("repair")])
    #expect(play.instance?.root.votes["verdict"]?.map(\.role) == ["lead"])
    try play.must("note", by: Play.clerk)
    #expect(play.instance?.root.votes["verdict"]?.isEmpty == true)
  }

  /// It must fail when a vote in such a role is lost as its organisation is merged into another.
  @Test func aVoteGoesOverInAMerger() throws {
    var play = try review()
    play.give("lead", to: "05")
    play.workflow.lamp.decisions["verdict"]?.voters = ["clerk", "chief", "lead"]
    play.workflow.lamp.commands["vote"]?.roles.append("lead")
    try play.must("vote", by: actor("04", "lead"), ["verdict": .string("repair")])
    let merged = play.decider.merge("04", into: "05", proposal: 1, in: try #require(play.instance)).result
    #expect(merged.root.votes["verdict"]?.map { [$0.organisation, $0.role] } == [["05", "lead"]])
  }

  /// It must fail when others than the parties are let in, or parties to whom the directory does not give the role.
  @Test func theyJoinFromWhoTakesPart() throws {
    let join = Transition.Join(role: "chief-of-firm", source: .party("adviser"))
    var play = try review(Transition(joins: [join]))
    play.give("chief-of-firm", to: "06")
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("05")])])
    #expect(play.instance?.party("05") != nil)
    let decision = try play.must("note", by: Play.clerk)
    #expect(play.instance?.party("04")?.roles == ["adviser", "chief-of-firm"])
    #expect(play.instance?.party("05")?.roles == ["adviser"])
    #expect(play.instance?.party("06") == nil)
    #expect(decision.told["06"] == nil)
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        known.roles.remove("chief-of-firm")
        return known
      }
    )
    let refusal = try #require(play.rules("note", by: Play.clerk))
    #expect(refusal.count == 1)
    let clerks = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    #expect(clerks.first { $0.command == "note" }?.obstacles.count == 1)
  }

  /// It must fail when a case moves to a version that takes reading away without a word, or stays because of one that only gives it.
  @Test func whatAMoveTakesAwayHoldsACase() throws {
    let play = try review()
    func obstacles(_ change: (inout Workflow) throws -> Void) throws -> [Obstacle] {
      try MoveTests.order(play, change).outcome(for: #require(play.instance), at: play.now).obstacles
    }
    #expect(try obstacles { _ in } == [])
    #expect(try obstacles { $0.roles["auditor"]?.through = nil } == [.accessChanged(role: "auditor")])
    #expect(try obstacles { $0.roles["lead"]?.access = .oversight } == [.accessChanged(role: "lead")])
    #expect(try obstacles { $0.roles["lead"] = nil } == [.roleGone("lead")])
    #expect(try obstacles { $0.roles["adviser"]?.through = .party } == [])
    #expect(try obstacles { $0.roles["more"] = Role(label: "More", through: .party) } == [])
  }

  /// It must fail when people who read through a party from now on see entries of before under numbers that they had given to others.
  @Test func whoReadsThroughAPartyFromAMoveOnGetsRoomForWhatWasThere() throws {
    var play = try review()
    play.workflow.roles["lead"]?.through = nil
    let instance = try #require(play.instance)
    let order = try MoveTests.order(play) { $0.roles["lead"]?.through = .party }
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    let moved = order.decision(landing, of: instance, plan: "", at: play.now, directory: play.directory).result
    #expect(instance.revision(for: "04") < 1_000 && moved.revision(for: "04") > 1_000)
  }
}
