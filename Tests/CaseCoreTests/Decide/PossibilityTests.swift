import CaseCore
import OrderedCollections
import Testing

/// What someone could do now.
@Suite struct PossibilityTests {
  private func commands(_ play: Play, _ actor: Actor) throws -> [String] {
    play.decider.possibilities(for: actor, in: try #require(play.instance)).map(\.command)
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
      play.decider.possibilities(for: Play.clerk, in: try #require(play.instance)).first { $0.command == "close" }?
        .obstacles
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
    let note = play.decider.possibilities(for: Play.clerk, in: try #require(play.instance)).first {
      $0.command == "note"
    }
    #expect(note?.obstacles == [])
  }

  @Test func ofSeveralClosedTransitionsEveryReasonIsToldOnce() throws {
    func never(_ reason: String) -> Transition { Transition(requirements: [.init(.any([]), otherwise: reason)]) }
    let play = try Play.lamp { $0.on["note"] = [never("One."), never("Two."), never("One.")] }
    let note = play.decider.possibilities(for: Play.clerk, in: try #require(play.instance)).first {
      $0.command == "note"
    }
    #expect(note?.obstacles == ["One.", "Two."])
  }
}
