import CaseCore
import OrderedCollections
import Testing

/// When a transition is taken: every kind of guard, both ways.
@Suite struct GuardTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var condition: Guard
    var holds: Bool

    init(_ name: String, _ condition: Guard, _ holds: Bool) {
      (testDescription, self.condition, self.holds) = (name, condition, holds)
    }
  }

  /// For a note that says `urgency: high, count: 2`, in a lamp that is in review for the first time.
  static let rows = [
    Row("a fact that the command itself sets", .fact("urgency", oneOf: [.choice("high")]), true),
    Row("one of several values", .fact("urgency", oneOf: [.choice("low"), .choice("high")]), true),
    Row("another value", .fact("urgency", oneOf: [.choice("low")]), false),
    Row("a fact without a value", .fact("until", oneOf: [.date(Lamp.day(2026, 1, 1))]), false),
    Row("a field", .field("count", oneOf: [.number(2)]), true),
    Row("a field with another value", .field("count", oneOf: [.number(3)]), false),
    Row("a field that was not given", .field("text", oneOf: [.text("x")]), false),
    Row("all of nothing", .all([]), true),
    Row("any of nothing", .any([]), false),
    Row("all", .all([.party("clerk"), .party("chief")]), true),
    Row("not all", .all([.party("clerk"), .party("adviser")]), false),
    Row("any", .any([.party("adviser"), .party("chief")]), true),
    Row("not", .not(.party("adviser")), true),
    Row("not not", .not(.not(.party("adviser"))), false),
    Row("visited", .visited("review", atLeast: 1), true),
    Row("visited too few times", .visited("review", atLeast: 2), false),
    Row("never visited", .visited("repair", atLeast: 1), false),
    Row("an open decision is not decided", .decided("verdict", option: "repair"), false),
    Row("an open decision is not divided", .divided("verdict"), false),
    Row("a decision that is not there", .decided("nonsense", option: "x"), false),
  ]

  @Test(arguments: rows) func holdsOrNot(_ row: Row) throws {
    let play = try Play.lamp(in: "review") {
      $0.on["note"] = [Transition(requirements: [.init(row.condition, otherwise: "Not so.")])]
    }
    let refusal = play.refusal("note", by: Play.clerk, ["urgency": .string("high"), "count": .number(2)])
    #expect((refusal == nil) == row.holds)
  }

  @Test func theFirstTransitionThatCanBeTakenIs() throws {
    let never = Transition.Requirement(.any([]), otherwise: "Never.")
    var play = try Play.lamp {
      $0.on["note"] = [
        Transition(requirements: [never], target: "closed"),
        Transition(target: "review"),
        Transition(target: "repair"),
      ]
    }
    #expect(try play.must("note", by: Play.clerk).result.state == "review")
  }

  @Test func whenNoneCanEveryReasonIsToldOnceAndNothingChanges() throws {
    func never(_ reason: String) -> Transition.Requirement { .init(.any([]), otherwise: reason) }
    let always = Transition.Requirement(.all([]), otherwise: "Always.")
    let play = try Play.lamp {
      $0.on["note"] = [
        Transition(requirements: [never("One."), always, never("Two.")]), Transition(requirements: [never("One.")]),
      ]
    }
    let refusal = play.refusal("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(refusal == .notNow(rules: ["One.", "Two."], possible: ["submit"]))
    #expect(play.instance?.root.facts["urgency"] == .choice("low"))
  }

  @Test func theTransitionOfAStateGoesBeforeThatOfTheMachine() throws {
    var play = try Play.lamp { $0.states["intake"]?.on["note"] = [Transition(target: "review")] }
    #expect(try play.must("note", by: Play.clerk).result.state == "review")
    #expect(try play.must("note", by: Play.clerk).result.state == "review")
  }

  @Test func whatATransitionAssignsGoesOverWhatTheCommandSays() throws {
    var play = try Play.lamp { $0.on["note"] = [Transition(assign: ["urgency": .choice("low")])] }
    let decision = try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(decision.result.root.facts["urgency"] == .choice("low"))
  }

  @Test func onlyATransitionThatErasesErases() throws {
    var play = try Play.lamp(in: "repair")
    #expect(try play.must("progress", by: Play.clerk).erases == false)
    #expect(try play.must("close", by: Play.clerk, ["sure": .string("yes")]).erases == true)
  }
}
