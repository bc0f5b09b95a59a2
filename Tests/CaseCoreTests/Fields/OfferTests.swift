import CaseCore
import OrderedCollections
import Testing

/// What a case knows already is proposed as the value of a field.
///
/// They must fail when `Decider.offers(_:for:in:child:)` proposes a value outside the audience of the state, or one that the field does not
/// accept today; and when a value is filled in that the sender did not say.
@Suite("Offers") struct OfferTests {
  private static func offers(_ play: Play, _ command: String, _ actor: Actor = Play.clerk) throws -> [String: Value] {
    let possible = play.decider.availableCommands(for: actor, in: try #require(play.instance))
    return try #require(possible.first { $0.command == command }).offers
  }

  private static func lamp(in state: String, _ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    try Play.lamp(in: state) {
      $0.commands["note"]?.fields["urgency"]?.offer = .init(fact: "urgency")
      $0.commands["postpone"]?.fields["until"]?.offer = .init(fact: "until")
      change(&$0)
    }
  }

  @Test("It is the fact as it is now, and nothing is filled in") func present() throws {
    var play = try Self.lamp(in: "repair")
    #expect(try Self.offers(play, "note") == ["urgency": .choice("low")])
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(try Self.offers(play, "note") == ["urgency": .choice("high")])
    let silent = try play.must("note", by: Play.clerk)
    #expect(silent.entry.fields == [:])
  }

  @Test("Whoever is not in the audience of the phase is told none") func audience() throws {
    let play = try Self.lamp(in: "review") { $0.states["review"]?.audience = ["chief", "adviser"] }
    #expect(try Self.offers(play, "note") == [:])
    let seen = try Self.lamp(in: "review")
    #expect(try Self.offers(seen, "note") == ["urgency": .choice("low")])
  }

  /// At most a month ahead, and after today.
  @Test("A value that the field does not take today is not proposed") func accepted() throws {
    var play = try Self.lamp(in: "review")
    #expect(try Self.offers(play, "postpone") == [:])
    try play.must("postpone", by: Play.clerk, GroundTests.until, ground: "policy")
    #expect(try Self.offers(play, "postpone") == ["until": .date(Lamp.day(2026, 3, 20))])
    play.now = play.now.adding(seconds: 18 * 86_400)
    #expect(try Self.offers(play, "postpone") == [:])
  }
}
