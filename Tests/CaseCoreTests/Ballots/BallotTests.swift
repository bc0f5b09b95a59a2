import CaseCore
import OrderedCollections
import Testing

/// Rules of joint decisions: who votes, what counts, and what can be taken back.
@Suite struct BallotTests {
  static let repair = JointDecisionTests.repair
  static let leave = JointDecisionTests.leave

  /// A lamp in review, with commands to take a vote back and to step back. What the votes lead to is a matter of the
  /// command `conclude`, so that a decision can be looked at before anything comes of it.
  static func review(_ change: (inout JointDecision) -> Void = { _ in }) throws -> Play {
    var joint = JointDecision(label: "Verdict", voters: ["clerk", "chief"], field: "verdict")
    change(&joint)
    let roles = ["clerk", "chief", "adviser"]
    return try Play.lamp(in: "review") { machine in
      machine.decisions["verdict"] = joint
      machine.commands["vote"]?.roles = roles
      for (name, action) in [("withdraw", Ballot.Action.withdraw), ("recuse", .recuse)] {
        machine.commands[name] = .init(
          label: name,
          roles: roles,
          grounds: [Lamp.law],
          ballot: Ballot(action, in: "verdict")
        )
        machine.states["review"]?.on[name] = [Transition()]
      }
      machine.states["review"]?.on["vote"] = [Transition()]
    }
  }

  private func standing(_ play: Play) throws -> JointDecision.Standing {
    play.decider.standing(of: "verdict", in: try #require(play.instance))
  }

  private static let colleague = Actor(subject: "zoe", organisation: "01", roles: ["clerk"])

  // MARK: - Who votes

  @Test func othersVoteAsSoonAsTheyTakePart() throws {
    var play = try Self.review { $0.others = ["adviser"] }
    try play.must("vote", by: Play.clerk, Self.repair)
    try play.must("vote", by: Play.chief, Self.repair)
    #expect(try standing(play) == .decided("repair"))
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(try standing(play) == .open)
    try play.must("vote", by: Play.adviser, Self.leave)
    #expect(try standing(play) == .divided)
    try play.must("vote", by: Play.adviser, Self.repair)
    #expect(try standing(play) == .decided("repair"))
  }

  @Test func nothingIsDecidedWhileARoleThatDecidesIsNobodys() throws {
    var play = try Self.review {
      $0.voters = ["clerk", "adviser"]
      $0.rule = .quorum(1)
    }
    try play.must("vote", by: Play.clerk, Self.repair)
    #expect(try standing(play) == .open)
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(try standing(play) == .decided("repair"))
  }

  // MARK: - Quorum

  @Test func aQuorumDecidesBeforeAllHaveVoted() throws {
    var play = try Self.review {
      $0.others = ["adviser"]
      $0.rule = .quorum(2)
    }
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    try play.must("vote", by: Play.clerk, Self.repair)
    #expect(try standing(play) == .open)
    try play.must("vote", by: Play.chief, Self.leave)
    try play.must("vote", by: Play.adviser, Self.repair)
    #expect(try standing(play) == .decided("repair"))
    // Another option that comes as far later does not turn it.
    let other = Actor(subject: "x", organisation: "05", roles: ["adviser"])
    try play.must("vote", by: other, Self.leave)
    #expect(try standing(play) == .decided("repair"))
  }

  @Test func aQuorumThatNoVoteReachesIsDivided() throws {
    var play = try Self.review { $0.rule = .quorum(2) }
    try play.must("vote", by: Play.clerk, Self.repair)
    try play.must("vote", by: Play.chief, Self.leave)
    #expect(try standing(play) == .divided)
  }

  // MARK: - Four eyes

  /// Two people of one organisation, and the first alone is not a disagreement.
  @Test func twoPeopleOfOneOrganisationMakeAQuorumByPerson() throws {
    var play = try Self.review {
      $0.voters = ["clerk"]
      $0.rule = .quorum(2)
      $0.apart = .person
    }
    try play.must("vote", by: Play.clerk, Self.repair)
    #expect(try standing(play) == .open)
    // A change of mind is not a second pair of eyes.
    try play.must("vote", by: Play.clerk, Self.repair)
    #expect(try standing(play) == .open)
    try play.must("vote", by: Self.colleague, Self.leave)
    #expect(try standing(play) == .divided)
    try play.must("vote", by: Self.colleague, Self.repair)
    #expect(try standing(play) == .decided("repair"))
  }

  @Test func onePersonDoesNotVoteInTwoCapacities() throws {
    var play = try Self.review {
      $0.others = ["adviser"]
      $0.apart = .person
    }
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("07")])])
    try play.must("vote", by: Play.adviser, Self.repair)
    let same = Actor(subject: Play.adviser.subject, organisation: "07", roles: ["adviser"])
    #expect(play.rules("vote", by: same, Self.repair) == ["Vier ogen: deze persoon heeft in dit besluit al gestemd."])
    try play.must("vote", by: Play.adviser, Self.leave)
  }

  /// An organisation with two roles: one vote, and with it nothing that needs two.
  @Test func oneOrganisationDoesNotVoteInTwoCapacities() throws {
    var play = try Self.review { $0.apart = .organisation }
    play.directory = Directory(
      Array(play.directory.organisations.values.filter { $0.number != "02" }) + [
        Organisation(number: "01", name: "Town", region: "here", roles: ["clerk", "chief"])
      ]
    )
    try play.must("note", by: Play.clerk)
    var both = try Play.lamp()
    both.workflow = play.workflow
    both.directory = play.directory
    try both.must("submit", by: Play.clerk)
    try both.must("vote", by: Play.clerk, Self.repair)
    let chief = Actor(subject: "other", organisation: "01", roles: ["chief"])
    #expect(
      both.rules("vote", by: chief, Self.repair) == ["Vier ogen: deze organisatie heeft in dit besluit al gestemd."]
    )
    // Of the chief's former holder there is nobody: the one organisation has said what it could.
    let instance = try #require(both.instance)
    #expect(both.decider.standing(of: "verdict", in: instance) == .divided)
  }

  /// Someone who acts for two organisations is one pair of eyes, also where the workflow asks for two organisations.
  @Test func onePersonDoesNotVoteForTwoOrganisations() throws {
    var play = try Self.review { $0.apart = .organisation }
    try play.must("vote", by: Play.clerk, Self.repair)
    let same = Actor(subject: Play.clerk.subject, organisation: "02", roles: ["chief"])
    #expect(play.rules("vote", by: same, Self.repair) == ["Vier ogen: deze persoon heeft in dit besluit al gestemd."])
    try play.must("vote", by: Play.chief, Self.repair)
    #expect(try standing(play) == .decided("repair"))
  }

  /// Votes that were given before that was refused do not decide.
  @Test(arguments: [JointDecision.Rule.unanimous, .quorum(2)])
  func votesOfOnePersonForTwoOrganisationsDoNotCountTogether(_ rule: JointDecision.Rule) throws {
    var play = try Self.review { $0.rule = rule }
    try play.must("vote", by: Play.clerk, Self.repair)
    try play.must("vote", by: Actor(subject: "anna", organisation: "02", roles: ["chief"]), Self.repair)
    #expect(try standing(play) == .decided("repair"))
    play.workflow.machines["lamp"]?.decisions["verdict"]?.apart = .organisation
    #expect(try standing(play) == .divided)
    try play.must("vote", by: Self.colleague, Self.repair)
    #expect(try standing(play) == .decided("repair"))
  }

  // MARK: - Taking back

  @Test func aVoteIsTakenBackUntilItIsDecided() throws {
    var play = try Self.review()
    #expect(play.rules("withdraw", by: Play.clerk) == ["Uw organisatie heeft geen stem uitgebracht."])
    try play.must("vote", by: Play.clerk, Self.repair)
    // A colleague speaks for the same organisation.
    try play.must("withdraw", by: Self.colleague)
    #expect(play.instance?.root.votes["verdict"] == [])
    try play.must("vote", by: Play.chief, Self.repair)
    #expect(try standing(play) == .open)
    try play.must("vote", by: Play.clerk, Self.repair)
    let decided = ["Het besluit is genomen; een stem kan niet meer worden ingetrokken."]
    #expect(play.rules("withdraw", by: Play.clerk) == decided)
    // Nor by the back door.
    #expect(play.rules("recuse", by: Play.clerk) == decided)
    try play.must("recuse", by: Self.colleague)
  }

  @Test func whereEachPersonHasAVoteEachTakesBackItsOwn() throws {
    var play = try Self.review {
      $0.voters = ["clerk"]
      $0.rule = .quorum(3)
      $0.apart = .person
    }
    try play.must("vote", by: Play.clerk, Self.repair)
    try play.must("vote", by: Self.colleague, Self.repair)
    try play.must("withdraw", by: Self.colleague)
    #expect(play.instance?.root.votes["verdict"]?.map(\.person) == ["anna"])
    #expect(play.rules("withdraw", by: Self.colleague) == ["Uw organisatie heeft geen stem uitgebracht."])
  }

  @Test func whoStepsBackLeavesItToAColleague() throws {
    var play = try Self.review()
    try play.must("vote", by: Play.clerk, Self.repair)
    try play.must("recuse", by: Play.clerk)
    #expect(play.instance?.root.votes["verdict"] == [])
    let rule = "U hebt zich in dit besluit verschoond; een collega van uw organisatie stemt."
    #expect(play.rules("vote", by: Play.clerk, Self.repair) == [rule])
    try play.must("recuse", by: Play.clerk)
    #expect(play.instance?.root.recused == ["verdict": ["anna"]])
    try play.must("vote", by: Self.colleague, Self.repair)
    try play.must("vote", by: Play.chief, Self.repair)
    #expect(try standing(play) == .decided("repair"))
  }

  /// An interest does not go away because the case comes back.
  @Test func whoSteppedBackDoesNotVoteOnTheNextVisitEither() throws {
    var play = try Self.review()
    try play.must("recuse", by: Play.clerk)
    play.workflow.machines["lamp"]?.on["note"] = [Transition(target: "review")]
    try play.must("note", by: Play.clerk)
    #expect(play.rules("vote", by: Play.clerk, Self.repair)?.count == 1)
  }

  @Test func theVoteOfWhoLeavesDoesNotComeBackWithIt() throws {
    var play = try Self.review { $0.others = ["adviser"] }
    play.workflow.machines["lamp"]?.on["note"] = [Transition(leaves: [.role("adviser")])]
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    for actor in [Play.adviser, Play.clerk, Play.chief] { try play.must("vote", by: actor, Self.repair) }
    try play.must("note", by: Play.clerk)
    #expect(try standing(play) == .decided("repair"))
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(try standing(play) == .open)
  }

  /// Of a decision in a child too.
  @Test func norInAChild() throws {
    var play = try Works.play(job: {
      $0.decisions["verdict"] = JointDecision(label: "Verdict", voters: ["clerk"], others: ["chief"], field: "verdict")
      $0.commands["vote"] = .init(
        label: "Vote",
        roles: ["clerk", "chief"],
        grounds: [Lamp.law],
        fields: ["verdict": Lamp.field(.choice(options: Lamp.options("repair", "leave")), required: true)],
        ballot: Ballot(.vote, in: "verdict")
      )
      $0.states["planned"]?.on["vote"] = [Transition()]
      $0.states["planned"]?.audience = ["clerk", "chief"]
    })
    try play.must("plan", by: Play.clerk)
    try play.must("vote", by: Play.chief, Self.leave, child: "job-1")
    try play.must("dismiss", by: Play.clerk)
    #expect(play.instance?.children["job-1"]?.votes["verdict"] == [])
    try play.must("vote", by: Play.clerk, Self.repair, child: "job-1")
    let instance = try #require(play.instance)
    #expect(play.decider.standing(of: "verdict", in: instance, child: "job-1") == .decided("repair"))
  }
}
