import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// Conditions on whose command it is, and on whose votes there are.
///
/// They must fail when `CaseBuilder.situation(_:_:)` leaves out the sender, when `Situation.hasVoted(_:_:_:)` counts the vote of the command
/// itself or of any option, and when `Decider.awaited(in:child:)` does not ask each organisation apart.
@Suite("Whose command it is, and who voted") struct SenderGuardTests {
  private static let sure: [String: Input] = ["sure": .string("yes")]

  /// A lamp in repair that only the organisation in a fact closes; both roles of `close` are held.
  private static func repair(_ condition: Guard, named organisation: String?) throws -> Play {
    var play = try Play.lamp(in: "repair") {
      $0.facts["anyone"] = Fact(label: "Receiver", kind: .reference(roles: []))
      $0.states["repair"]?.on["close"] = [
        Transition(requirements: [.init(condition, otherwise: "Not you.")], target: "closed")
      ]
    }
    if let organisation { try play.must("note", by: Play.clerk, ["anyone": .string(organisation)]) }
    return play
  }

  private static let isReceiver = Guard.sender(.fact("anyone"))

  @Test(
    "Only the organisation that is named may, and everybody is told beforehand",
    arguments: [
      (Self.isReceiver, nil, []), (Self.isReceiver, "01", ["01"]), (Self.isReceiver, "02", ["02"]),
      (.not(Self.isReceiver), "02", ["01"]), (.not(Self.isReceiver), nil, ["01", "02"]),
      (.root(Self.isReceiver), "02", ["02"]),
      (.any([Self.isReceiver, .fact("urgency", oneOf: [.choice("low")])]), "01", ["01", "02"]),
    ] as [(Guard, String?, [String])]
  )
  func sender(_ condition: Guard, _ named: String?, _ expected: [String]) throws {
    let play = try Self.repair(condition, named: named)
    let instance = try #require(play.instance)
    for actor in [Play.clerk, Play.chief] {
      let may = expected.contains(actor.organisation)
      #expect(play.rules("close", by: actor, Self.sure) == (may ? nil : ["Not you."]))
      let offer = play.decider.availableCommands(for: actor, in: instance).first { $0.command == "close" }
      #expect(offer?.obstacles.isEmpty == may)
    }
    let awaited = play.decider.awaited(in: instance).filter { $0.command == "close" }.map(\.organisation)
    #expect(awaited.sorted() == expected)
  }

  @Test("A field of the command can name the sender") func field() throws {
    let play = try Play.lamp(in: "repair") {
      let condition = Guard.not(.sender(.field("anyone")))
      $0.on["note"] = [Transition(requirements: [.init(condition, otherwise: "Somebody else.")])]
    }
    #expect(play.rules("note", by: Play.clerk, ["anyone": .string("01")]) == ["Somebody else."])
    #expect(play.refusal("note", by: Play.clerk, ["anyone": .string("02")]) == nil)
    let offers = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    #expect(offers.first { $0.command == "note" }?.obstacles == [])
  }

  /// `endorse` votes as somebody else did.
  private static func review() throws -> Play {
    try Play.lamp(in: "review") {
      $0.commands["endorse"] = .init(
        label: "Endorse",
        roles: ["clerk", "chief"],
        grounds: [Lamp.law],
        fields: [
          "of": Lamp.field(.reference(roles: []), required: true),
          "verdict": Lamp.field(.choice(options: Lamp.options("repair", "leave")), required: true),
        ],
        ballot: Ballot(.vote, in: "verdict")
      )
      let condition = Guard.voted("verdict", by: .field("of"), option: .field("verdict"))
      $0.states["review"]?.on["endorse"] = [
        Transition(requirements: [.init(condition, otherwise: "It did not say so.")])
      ]
    }
  }

  private static func endorse(_ organisation: String, _ option: String) -> [String: Input] {
    ["of": .string(organisation), "verdict": .string(option)]
  }

  private static func isOffered(_ play: Play, to actor: Actor) -> Bool {
    guard let instance = play.instance else { return false }
    let offer = play.decider.availableCommands(for: actor, in: instance).first { $0.command == "endorse" }
    return offer?.obstacles.isEmpty ?? false
  }

  @Test("A vote of another organisation is endorsed, and no other, nor one's own") func endorsing() throws {
    var play = try Self.review()
    let not = ["It did not say so."]
    #expect(play.rules("endorse", by: Play.chief, Self.endorse("01", "repair")) == not)
    #expect(!Self.isOffered(play, to: Play.chief))
    try play.must("vote", by: Play.clerk, ["verdict": .string("repair")])
    #expect(Self.isOffered(play, to: Play.chief))
    #expect(!Self.isOffered(play, to: Play.clerk))
    #expect(play.rules("endorse", by: Play.chief, Self.endorse("01", "leave")) == not)
    #expect(play.rules("endorse", by: Play.chief, Self.endorse("02", "repair")) == not)
    #expect(play.rules("endorse", by: Play.clerk, Self.endorse("01", "repair")) == not)
    try play.must("endorse", by: Play.chief, Self.endorse("01", "repair"))
  }

  @Test("A vote of an organisation that lost its role does not count") func lostRole() throws {
    var play = try Self.review()
    try play.must("vote", by: Play.clerk, ["verdict": .string("repair")])
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        if known.number == "01" { known.roles = ["citizen"] }
        return known
      }
    )
    #expect(play.rules("endorse", by: Play.chief, Self.endorse("01", "repair")) == ["It did not say so."])
  }

  @Test("A command without a vote can ask for the sender's own") func ownVote() throws {
    var play = try Play.lamp(in: "review") {
      let condition = Guard.voted("verdict", by: .field("anyone"), option: nil)
      $0.on["note"] = [Transition(requirements: [.init(condition, otherwise: "Vote first.")])]
    }
    let own: [String: Input] = ["anyone": .string("01")]
    #expect(play.rules("note", by: Play.clerk, own) == ["Vote first."])
    try play.must("vote", by: Play.clerk, ["verdict": .string("leave")])
    #expect(play.refusal("note", by: Play.clerk, own) == nil)
  }

  @Test("It is said in words") func words() throws {
    let workflow = try Self.review().workflow
    let machine = try #require(workflow.rootMachine)
    let words = ConditionWords(machine, of: workflow) { $0 }
    let endorse = machine.commands["endorse"]
    #expect(words.words(.not(.sender(.field("of"))), command: endorse) == "de opdracht komt niet van «It»")
    let voted = Guard.voted("verdict", by: .field("of"), option: .field("verdict"))
    #expect(words.words(voted, command: endorse) == "«It» stemde voor «It» over Verdict")
  }

  @Test("The table of rights marks it") func rights() throws {
    let table = RightsTable(try Self.repair(Self.isReceiver, named: nil).workflow)
    #expect(Set(table.acts.filter(\.isNarrowed).map(\.command)) == ["close"])
  }
}
