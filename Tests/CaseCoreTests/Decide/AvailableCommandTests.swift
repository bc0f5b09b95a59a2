import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// What someone could do now.
@Suite struct AvailableCommandTests {
  private func commands(_ play: Play, _ actor: Actor) throws -> [String] {
    play.decider.availableCommands(for: actor, in: try #require(play.instance)).map(\.command)
  }

  @Test func theyAreTheCommandsOfTheStateForTheRolesOfTheActor() throws {
    let play = try Play.lamp(in: "review")
    #expect(try commands(play, Play.clerk) == ["note", "invite", "postpone", "vote"])
    #expect(try commands(play, Play.chief) == ["vote"])
  }

  @Test func whoMayNotKnowOfTheCaseHasNone() throws {
    var play = Play(try Lamp.workflow { $0.commands["note"]?.roles = ["clerk", "citizen"] })
    try play.must("report", by: Play.citizen, ["lamp": .string("12")])
    #expect(try commands(play, Play.citizen) == [])
    #expect(try commands(play, Play.adviser) == [])
    #expect(try commands(play, Actor(subject: "x", organisation: "01", roles: ["chief"])) == [])
  }

  @Test func aCaseThatHasBegunIsNotBegunAgain() throws {
    let play = try Play.lamp { $0.on["report"] = [Transition()] }
    #expect(try commands(play, Play.clerk) == ["submit", "note"])
  }

  @Test func aFinalStateHasNone() throws {
    var play = try Play.lamp(in: "repair")
    try play.must("close", by: Play.clerk, ["sure": .string("yes")])
    #expect(try commands(play, Play.clerk) == [])
  }

  /// `Be sure` depends on what the sender is still to say.
  @Test func obstaclesAreThoseThatTheCommandItselfCannotTakeAway() throws {
    var play = try Play.lamp(in: "repair")
    func obstacles() throws -> [String]? {
      play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance)).first { $0.command == "close" }?
        .obstacles.map(\.dutch)
    }
    #expect(try obstacles() == [])
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(try obstacles() == ["An urgent lamp stays open."])
    let refusal = play.refusal("close", by: Play.clerk, ["sure": .string("no")])
    let rules = ["An urgent lamp stays open.", "Be sure."]
    #expect(refusal == .notNow(rules: rules, possible: ["submit", "note", "progress"]))
  }

  @Test func oneOpenTransitionIsEnough() throws {
    let never = Transition.Requirement(.any([]), otherwise: "Never.")
    let play = try Play.lamp { $0.on["note"] = [Transition(requirements: [never]), Transition()] }
    let note = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance)).first {
      $0.command == "note"
    }
    #expect(note?.obstacles == [])
  }

  // MARK: - What the engine itself asks for

  private func obstacles(_ play: Play, _ command: String, _ actor: Actor = Play.clerk) throws -> [String]? {
    play.decider.availableCommands(for: actor, in: try #require(play.instance)).first { $0.command == command }?
      .obstacles.map(\.dutch)
  }

  @Test func aVoteThatIsNotThereIsNotTakenBack() throws {
    var play = try BallotTests.review()
    #expect(try obstacles(play, "withdraw") == ["Uw organisatie heeft geen stem uitgebracht."])
    try play.must("vote", by: Play.clerk, BallotTests.repair)
    #expect(try obstacles(play, "withdraw") == [])
    try play.must("vote", by: Play.chief, BallotTests.repair)
    let decided = ["Het besluit is genomen; een stem kan niet meer worden ingetrokken."]
    #expect(try obstacles(play, "withdraw") == decided)
    #expect(try obstacles(play, "recuse") == decided)
  }

  @Test func whoSteppedBackIsNotAskedToVote() throws {
    var play = try BallotTests.review()
    try play.must("recuse", by: Play.clerk)
    #expect(
      try obstacles(play, "vote") == ["U hebt zich in dit besluit verschoond; een collega van uw organisatie stemt."]
    )
    let colleague = Actor(subject: "zoe", organisation: "01", roles: ["clerk"])
    #expect(try obstacles(play, "vote", colleague) == [])
  }

  @Test func whoHasVotedForAnotherIsNotAskedToVote() throws {
    var play = try BallotTests.review { $0.apart = .organisation }
    try play.must("vote", by: Play.clerk, BallotTests.repair)
    let same = Actor(subject: Play.clerk.subject, organisation: "02", roles: ["chief"])
    #expect(try obstacles(play, "vote", same) == ["Vier ogen: deze persoon heeft in dit besluit al gestemd."])
    #expect(try obstacles(play, "vote") == [])
  }

  /// Each choice is weighed with the vote that it would be.
  @Test func aVoteThatNoOutcomeAcceptsIsNotOffered() throws {
    var play = try BallotTests.review()
    let not = Transition.Requirement(.not(.decided("verdict", option: "repair")), otherwise: "Not repair.")
    let nor = Transition.Requirement(.not(.divided("verdict")), otherwise: "Not divided.")
    play.workflow.machines["lamp"]?.states["review"]?.on["vote"] = [Transition(requirements: [not, nor])]
    #expect(try obstacles(play, "vote") == [])
    try play.must("vote", by: Play.chief, BallotTests.repair)
    #expect(try obstacles(play, "vote") == ["Not repair.", "Not divided."])
  }

  @Test func deadlinesThatDoNotStandAsNeededAreInTheWay() throws {
    var play = try Play.lamp()
    let lamp = try #require(play.workflow.machines["lamp"])
    let name = try #require(lamp.deadlines.first { $1.states.contains("intake") && $1.guard == nil }?.key)
    let label = lamp.deadlines[name]?.label ?? ""
    func allow(_ transition: Transition) { play.workflow.machines["lamp"]?.on["note"] = [transition] }
    allow(Transition(resumes: [name]))
    #expect(try obstacles(play, "note") == ["De termijn «\(label)» is niet opgeschort."])
    allow(Transition(suspends: [name]))
    #expect(try obstacles(play, "note") == [])
    try play.must("note", by: Play.clerk)
    #expect(try obstacles(play, "note") == ["De termijn «\(label)» is al opgeschort."])
    allow(Transition(resumes: [name]))
    try play.must("note", by: Play.clerk)
    allow(Transition(extensions: [.init(name, by: try Length(1, .days), most: 1)]))
    try play.must("note", by: Play.clerk)
    #expect(try obstacles(play, "note") == ["De termijn «\(label)» kan hoogstens 1 keer worden verlengd."])
    allow(Transition(suspends: ["elsewhere"]))
    #expect(try obstacles(play, "note") == ["De termijn «elsewhere» loopt niet."])
    play.pass(days: 4_000)
    allow(Transition(suspends: [name]))
    #expect(try obstacles(play, "note") == ["De termijn «\(label)» is al verlopen."])
  }

  @Test func aFieldThatCannotBeFilledInIsInTheWay() throws {
    let play = try Play.lamp {
      $0.commands["note"]?.fields["who"] = Lamp.field(.reference(roles: ["king"]), required: true)
    }
    let label = play.workflow.machines["lamp"]?.commands["note"]?.fields["who"]?.label ?? ""
    #expect(try obstacles(play, "note") == ["Voor «\(label)» is er nu niets dat genoemd kan worden."])
  }

  @Test func aGroundThatIsOverIsInTheWay() throws {
    var play = try Play.lamp()
    for key in play.workflow.grounds.keys { play.workflow.grounds[key]?.until = Lamp.day(2020, 1, 1) }
    #expect(try obstacles(play, "note") == ["Voor deze opdracht is nu geen grondslag van kracht."])
  }

  /// Part of a requirement that fails whatever the field is, closes it.
  @Test func whatAFieldCannotMendIsInTheWay() throws {
    let both = Guard.all([.field("urgency", oneOf: [.choice("high")]), .state(["repair"])])
    let play = try Play.lamp { $0.on["note"] = [Transition(requirements: [.init(both, otherwise: "In repair only.")])] }
    #expect(try obstacles(play, "note") == ["In repair only."])
  }

  @Test func ofSeveralClosedTransitionsEveryReasonIsToldOnce() throws {
    func never(_ reason: String) -> Transition { Transition(requirements: [.init(.any([]), otherwise: reason)]) }
    let play = try Play.lamp { $0.on["note"] = [never("One."), never("Two."), never("One.")] }
    let note = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance)).first {
      $0.command == "note"
    }
    #expect(note?.obstacles.map(\.dutch) == ["One.", "Two."])
  }
}
