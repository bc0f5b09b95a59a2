import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// A field that names another case, as far as its sender may know of that case.
///
/// They must fail when `Field.Kind.accept(_:in:)` takes a text that is not in the table, leaves out the workflow or the state, or tells a hidden
/// state from a case that there is not; when `Decider.otherCase(_:_:for:)` gives the state to whoever is not in its audience; and when
/// `Value.known(by:)` leaves an inner id.
@Suite("A field that names another case") struct OtherCaseTests {
  private static let known: [String: OtherCase] = [
    "mine": .init(id: "inner-1", workflow: "lamp", state: "review"),
    "done": .init(id: "inner-2", workflow: "lamp", state: "closed"),
    "veiled": .init(id: "inner-3", workflow: "lamp", state: nil),
    "tree": .init(id: "inner-4", workflow: "tree", state: "review"),
  ]

  private static func play(_ kind: Field.Kind) throws -> Play {
    try Play.lamp {
      $0.commands["note"]?.fields = ["other": Lamp.field(kind, required: true)]
      $0.facts["other"] = Fact(label: "Other", kind: kind)
    }
  }

  private static func outcome(_ kind: Field.Kind, _ input: Input) throws -> Outcome {
    let play = try play(kind)
    var command = Command(cause: .command(name: "note", by: Play.clerk), fields: ["other": input])
    command.otherCases = known
    return play.decider.decide(command, on: play.instance)
  }

  private static func code(_ kind: Field.Kind, _ input: Input) throws -> RefusalCode? {
    guard case .refused(.invalid(let faults)) = try outcome(kind, input) else { return nil }
    return faults.first?.code
  }

  @Test("What the sender may not know of is what there is not", arguments: [[], ["review"], ["review", "closed"]])
  func unknown(states: [String]) throws {
    let kind = Field.Kind.otherCase(workflow: "lamp", states: states)
    for text in ["nothing", "inner-1", "tree"] + (states.isEmpty ? [] : ["veiled"]) {
      #expect(try Self.code(kind, .string(text)) == .unknownOtherCase, "\(text)")
      #expect(try Self.code(.list(of: kind, minimum: 1, maximum: 3), .list([.string(text)])) == .unknownOtherCase)
    }
    #expect(try Self.code(kind, .number(1)) == .unknownOtherCase)
  }

  @Test("It is in a state that the field asks") func state() throws {
    let kind = Field.Kind.otherCase(workflow: "lamp", states: ["review"])
    #expect(try Self.code(kind, .string("done")) == .otherCaseNotInState)
    guard case .accepted(let decision) = try Self.outcome(kind, .string("mine")) else {
      Issue.record("refused")
      return
    }
    #expect(decision.entry.fields == ["other": .otherCase("inner-1")])
    #expect(decision.result.root.facts["other"] == .otherCase("inner-1"))
  }

  @Test("The state goes to its audience alone") func audience() throws {
    var play = try Play.lamp(in: "review")
    play.give("auditor", to: "01")
    let instance = try #require(play.instance)
    func other(_ actor: Actor) -> OtherCase? { play.decider.otherCase("inner", instance, for: actor) }
    #expect(other(Play.clerk) == .init(id: "inner", workflow: "lamp", state: "review"))
    #expect(other(Play.citizen) == nil && other(Play.builder) == nil)
    var hidden = play
    hidden.workflow = try Lamp.workflow { $0.states["review"]?.audience = ["chief"] }
    #expect(hidden.decider.otherCase("inner", instance, for: Play.clerk)?.state == nil)
    #expect(hidden.decider.otherCase("inner", instance, for: Play.clerk)?.workflow == "lamp")
  }

  @Test("A reader gets its own ids, and no others") func shown() {
    let ids = ["inner-1": "alias"]
    #expect(Value.otherCase("inner-1").known(by: ids) == .otherCase("alias"))
    #expect(Value.otherCase("inner-2").known(by: ids) == nil)
    let list = Value.list([.otherCase("inner-2"), .otherCase("inner-1")])
    #expect(list.known(by: ids) == .list([.otherCase("alias")]))
    #expect(list.known(by: [:]) == nil)
    #expect(Value.list([]).known(by: ids) == .list([]))
    #expect(Value.text("inner-2").known(by: ids) == .text("inner-2"))
  }

  @Test("A command names no more cases than are opened for it") func most() throws {
    let list = Field.Kind.list(of: .otherCase(workflow: "lamp", states: []), minimum: 1, maximum: 3)
    let definition = CommandDefinition(
      label: "Refer",
      roles: [],
      grounds: [],
      fields: ["some": Lamp.field(list, required: false), "text": Lamp.field(.text(maximumLength: 9), required: false)]
    )
    let inputs: [String: Input] = [
      "some": .list(["a", "b", "a", "c"].map(Input.string)), "text": .string("d"), "more": .string("e"),
    ]
    #expect(definition.namesOfOtherCases(in: inputs) == ["a", "b"])
  }
}
