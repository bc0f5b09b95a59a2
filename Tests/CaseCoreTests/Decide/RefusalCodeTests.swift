import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// What a program reads of a refusal of the engine.
@Suite("Codes of refusals") struct RefusalCodeTests {
  private static let never = Transition.Requirement(.any([]), otherwise: "Never.")
  private static let nor = Transition.Requirement(.any([]), otherwise: "Nor.")

  private func codes(_ play: Play, _ name: String) -> [String]? {
    if case .refused(.notNow(let rules, _)) = play.outcome(name, by: Play.clerk) { rules.map(\.code) } else { nil }
  }

  @Test("a guard is told by where it stands, and not by the state, which not everybody may know") func guards() throws {
    let open = Transition.Requirement(.all([]), otherwise: "")
    let play = try Play.lamp {
      $0.on["note"] = [Transition(requirements: [open, Self.never]), Transition(requirements: [Self.nor])]
    }
    #expect(codes(play, "note") == ["guard:lamp/note/1/2", "guard:lamp/note/2/1"])
    let inState = try Play.lamp { $0.states["intake"]?.on["submit"] = [Transition(requirements: [Self.never])] }
    #expect(codes(inState, "submit") == ["guard:lamp/submit/1/1"])
  }

  @Test("guards that say the same are told once, by the first") func once() throws {
    let play = try Play.lamp {
      $0.on["note"] = [Transition(requirements: [Self.never]), Transition(requirements: [Self.nor, Self.never])]
    }
    #expect(codes(play, "note") == ["guard:lamp/note/1/1", "guard:lamp/note/2/1"])
  }

  @Test("what is in the way has the code of the refusal that it would be") func obstacles() throws {
    let play = try Play.lamp { $0.on["note"] = [Transition(requirements: [Self.never])] }
    let possible = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    #expect(possible.first { $0.command == "note" }?.obstacles.map(\.code) == codes(play, "note"))
  }

  @Test(
    "an item of a list has the code of its own fault",
    arguments: [ValueFault.required, .text(.tooLong(3)), .notDate]
  )
  func items(_ fault: ValueFault) { #expect(ValueFault.item(2, fault).code == fault.code) }

  /// Two rules or faults with one code would be one to a program.
  @Test("each rule of the engine has another code") func rules() {
    let rules: [Rule] = [
      .notInState(command: "", state: nil), .caseClosed, .tooManyParts, .noVote, .alreadyDecided, .recused, .samePerson,
      .sameOrganisation, .notAmongVoters, .referenceDoesNotTake(""), .deadlineNotRunning(""), .deadlineSuspended(""),
      .deadlineNotSuspended(""),
      .deadlinePassed(""), .deadlineNotCountable("", .tooLong), .extensionLimit("", most: 1),
      .roleVacant("", region: ""), .noValidGround, .nothingToName(""),
      .conditionMissing(""),
    ]
    #expect(Set(rules.map(\.code)).count == rules.count)
    #expect(Set(rules.map(\.dutch)).count == rules.count)
  }
}
