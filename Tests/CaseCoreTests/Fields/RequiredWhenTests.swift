import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// A field that is required because of what is said elsewhere: in other fields, as the ground, or in the case before the command.
///
/// They must fail when `Decider.missing(_:refused:of:in:)` adds nothing, looks at facts after the command, or takes a refused field for an
/// empty one; and when `Decider.resolved(_:_:)` leaves a requirement open that the case decides.
@Suite("Required when") struct RequiredWhenTests {
  private static let no = Guard.field("sure", oneOf: [.choice("no")])
  private static let isUrgent = Guard.fact("urgency", oneOf: [.choice("high")])

  /// A lamp in repair, where `close` asks why when it is not sure, or urgent.
  private static func repair(_ condition: Guard, urgency: String = "low") throws -> Play {
    var play = try Play.lamp(in: "repair") {
      $0.commands["close"]?.fields["why"] = Field(
        label: "Why",
        kind: .text(maximumLength: 20),
        requirement: .when(condition),
        isPersonal: false
      )
      $0.states["repair"]?.on["close"] = [Transition(target: "closed")]
    }
    if urgency != "low" { try play.must("note", by: Play.clerk, ["urgency": .string(urgency)]) }
    return play
  }

  private static func faults(_ play: Play, _ name: String, _ fields: [String: Input], ground: String? = nil) -> [String]
  {
    guard case .refused(.invalid(let faults)) = play.outcome(name, by: Play.clerk, fields, ground: ground) else {
      return []
    }
    return faults.map { "\($0.field) \($0.code.rawValue)" }
  }

  /// Every combination, against the condition as it reads.
  @Test(
    "It is asked exactly when the condition holds",
    arguments: [
      (Self.no, ["no low", "no high"]), (.not(Self.no), ["yes low", "yes high"]),
      (.all([Self.no, Self.isUrgent]), ["no high"]),
      (.any([Self.no, Self.isUrgent]), ["no low", "no high", "yes high"]), (Self.isUrgent, ["no high", "yes high"]),
    ] as [(Guard, [String])]
  )
  func exactly(_ condition: Guard, _ asking: [String]) throws {
    for urgency in ["low", "high"] {
      let play = try Self.repair(condition, urgency: urgency)
      for sure in ["yes", "no"] {
        let expected = asking.contains("\(sure) \(urgency)") ? ["why required-here"] : []
        for empty in [[:], ["why": .null], ["why": .string("")]] as [[String: Input]] {
          let fields = empty.merging(["sure": .string(sure)]) { $1 }
          #expect(Self.faults(play, "close", fields) == expected, "\(sure) \(urgency)")
        }
        let given: [String: Input] = ["sure": .string(sure), "why": .string("It shines.")]
        #expect(play.refusal("close", by: Play.clerk, given) == nil)
      }
    }
  }

  @Test("All faults are told at once, and a field that was refused asks nothing") func atOnce() throws {
    let play = try Self.repair(.not(Self.no))
    #expect(
      Self.faults(play, "close", ["sure": .string("yes"), "else": .number(1)]) == [
        "why required-here", "else unknown-field",
      ]
    )
    #expect(Self.faults(play, "close", ["sure": .string("perhaps")]) == ["sure not-an-option"])
    #expect(Self.faults(play, "close", [:]) == ["sure required"])
    let told = play.refusal("close", by: Play.clerk, ["sure": .string("yes")])
    #expect(told == .invalid([.init(field: "why", message: "Why is hier verplicht, gezien «It».")]))
  }

  /// The command's own field of the same name is said with it, and asked about as a field.
  @Test("A fact is that of before the command") func before() throws {
    let play = try Play.lamp(in: "repair") {
      $0.commands["note"]?.fields["text"]?.requirement = .when(Self.isUrgent)
    }
    #expect(play.refusal("note", by: Play.clerk, ["urgency": .string("high")]) == nil)
  }

  /// `plan` is not in force on 2 March 2026.
  @Test("The ground that is named can ask it; one that cannot be named asks nothing") func ground() throws {
    let play = try Play.lamp(in: "review") {
      $0.commands["postpone"]?.fields["why"] = Field(
        label: "Why",
        kind: .text(maximumLength: 20),
        requirement: .when(.ground(["policy", "plan"])),
        isPersonal: false
      )
    }
    #expect(Self.faults(play, "postpone", GroundTests.until, ground: "policy") == ["why required-here"])
    #expect(Self.faults(play, "postpone", GroundTests.until, ground: "law") == [])
    #expect(Self.faults(play, "postpone", GroundTests.until, ground: "plan") == ["grondslag ground-not-valid"])
    #expect(Self.faults(play, "postpone", GroundTests.until) == ["grondslag ground-missing"])
  }

  @Test("What begins a case is asked by its fields and first facts") func beginning() throws {
    let play = Play(
      try Lamp.workflow {
        $0.commands["report"]?.fields["text"] = Field(
          label: "Text",
          kind: .text(maximumLength: 5),
          requirement: .when(.fact("urgency", oneOf: [.choice("low")])),
          isPersonal: false
        )
      }
    )
    #expect(Self.faults(play, "report", ["lamp": .string("12")]) == ["text required-here"])
  }

  @Test("Without the case nobody says that it is missing") func contentAlone() throws {
    let play = try Self.repair(.not(Self.no))
    let command = Command(cause: .command(name: "close", by: Play.clerk), fields: ["sure": .string("yes")])
    #expect(play.decider.refusal(ofContentOf: command, begins: false) == nil)
  }

  @Test(
    "Whoever could give the command is told what the case has decided of it",
    arguments: [
      (Self.isUrgent, "low", .never), (Self.isUrgent, "high", .always),
      (.all([Self.no, Self.isUrgent]), "low", .never),
      (.all([Self.no, Self.isUrgent]), "high", .when(Self.no)),
      (.any([Self.no, Self.isUrgent]), "low", .when(Self.no)),
      (.any([Self.no, Self.isUrgent]), "high", .always),
      (.not(.any([Self.no, Self.isUrgent])), "low", .when(.not(Self.no))),
    ] as [(Guard, String, Field.Requirement)]
  )
  func possible(_ condition: Guard, _ urgency: String, _ expected: Field.Requirement) throws {
    let play = try Self.repair(condition, urgency: urgency)
    let close = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance)).first {
      $0.command == "close"
    }
    #expect(close?.definition.fields["why"]?.requirement == expected)
    #expect(close?.obstacles == [])
  }
}
