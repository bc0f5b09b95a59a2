import CaseCore
import OrderedCollections
import Testing

/// What an organisation meets before it is given a role. The adviser's role asks for a covenant; organisation 04 has it until the second of
/// March, the day of the play, and 05 has none.
///
/// They must fail when `Field.accept` or `CaseBuilder.admit` does not look at conditions, takes the day after the last one, or asks of whom
/// has the role in the case already.
@Suite("Conditions of taking part") struct ConditionTests {
  private static func play(in state: String = "review", _ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    var play = try Play.lamp(in: state, change)
    play.workflow.conditions = ["covenant": "Signed covenant"]
    play.workflow.roles["adviser"]?.conditions = ["covenant"]
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        if known.number == "04" { known.conditions["covenant"] = Lamp.day(2026, 3, 2) }
        return known
      }
    )
    return play
  }

  private static func advisers(_ numbers: String...) -> [String: Input] {
    ["advisers": .list(numbers.map(Input.string))]
  }

  private static func codes(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .refused(.notNow(let rules, _)): rules.map(\.code)
    case .refused(.invalid(let faults)): faults.map(\.code.rawValue)
    default: []
    }
  }

  @Test("A field names whoever meets them today, on the last day too") func field() throws {
    var play = try Self.play()
    #expect(Self.codes(play.outcome("invite", by: Play.clerk, Self.advisers("05"))) == ["condition-missing"])
    #expect(Self.codes(play.outcome("invite", by: Play.clerk, Self.advisers("04", "05"))) == ["condition-missing"])
    #expect(try play.must("invite", by: Play.clerk, Self.advisers("04")).result.party("04")?.roles == ["adviser"])
  }

  @Test("Running out ends nothing, and invites nobody any more") func later() throws {
    var play = try Self.play()
    var late = play
    try play.must("invite", by: Play.clerk, Self.advisers("04"))
    play.now = play.now.adding(seconds: 86_400)
    late.now = play.now
    #expect(play.decider.roles(of: Play.adviser, in: try #require(play.instance)) == ["adviser"])
    #expect(Self.codes(play.outcome("invite", by: Play.clerk, Self.advisers("04"))) == [])
    #expect(Self.codes(late.outcome("invite", by: Play.clerk, Self.advisers("04"))) == ["condition-missing"])
  }

  @Test("A join that no field says the role of is refused too, and the possibilities say so") func join() throws {
    let role = Transition.Join(role: "adviser", source: .organisations(.sender))
    var play = try Self.play(in: "intake") { $0.on["note"] = [Transition(joins: [role])] }
    #expect(Self.codes(play.outcome("note", by: Play.clerk)) == ["condition-missing"])
    let offers = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    #expect(offers.first { $0.command == "note" }?.obstacles.map(\.code) == ["condition-missing"])
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        known.conditions["covenant"] = .max
        return known
      }
    )
    #expect(try play.must("note", by: Play.clerk).result.party("01")?.roles == ["clerk", "adviser"])
  }

  @Test("Of a region those take part that meet them; when nobody does it is refused") func region() throws {
    let role = Transition.Join(role: "adviser", source: .region)
    var play = try Self.play(in: "intake") { $0.on["note"] = [Transition(joins: [role])] }
    play.give("adviser", to: "02")
    #expect(try play.must("note", by: Play.clerk).result.root.parties.map(\.organisation).sorted() == ["01", "04"])
    var late = try Self.play(in: "intake") { $0.on["note"] = [Transition(joins: [role])] }
    late.now = late.now.adding(seconds: 86_400)
    #expect(Self.codes(late.outcome("note", by: Play.clerk)) == ["condition-missing"])
  }

  @Test("The sentences name the condition, and no organisation") func words() throws {
    guard case .refused(let refusal) = try Self.play().outcome("invite", by: Play.clerk, Self.advisers("05")),
      case .invalid(let faults) = refusal
    else {
      Issue.record("accepted")
      return
    }
    let fault = ValueFault.item(1, .conditionMissing("Signed covenant"))
    let label = try Lamp.workflow().machines["lamp"]?.commands["invite"]?.fields["advisers"]?.label
    #expect(faults.map(\.fault) == [.value(fault, label: label ?? "")])
  }
}
