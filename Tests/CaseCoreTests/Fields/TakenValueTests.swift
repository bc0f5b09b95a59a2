import CaseCore
import OrderedCollections
import Testing

/// Facts whose value comes from the day, the sender, or a field of another name.
///
/// They must fail when `CaseBuilder.value(from:_:)` takes another day than that of Amsterdam, another organisation than the sender, or clears
/// a fact for a field that was left empty.
@Suite("Values that a transition takes") struct TakenValueTests {
  private static func lamp() throws -> Play {
    try Play.lamp(in: "review") {
      $0.facts["seen-on"] = Fact(label: "Seen on", kind: .date(within: nil, past: false))
      $0.facts["seen-by"] = Fact(label: "Seen by", kind: .reference(roles: []))
      $0.facts["adviser-asked"] = Fact(label: "Adviser", kind: .reference(roles: []))
      $0.on["note"] = [
        Transition(
          assign: ["urgency": .choice("high")],
          takes: ["seen-on": .today, "seen-by": .sender, "adviser-asked": .field("anyone")]
        )
      ]
    }
  }

  @Test("They are those of the moment, and stay when a field is left empty") func taken() throws {
    var play = try Self.lamp()
    // Half past midnight in Amsterdam, and the day before in UTC.
    play.now = Amsterdam.startOfDay(Lamp.day(2026, 3, 3)).adding(seconds: 1_800)
    try play.must("note", by: Play.clerk, ["anyone": .string("04")])
    var facts = try #require(play.instance).root.facts
    #expect(facts["seen-on"] == .date(Lamp.day(2026, 3, 3)) && facts["seen-by"] == .reference("01"))
    #expect(facts["adviser-asked"] == .reference("04") && facts["urgency"] == .choice("high"))
    play.pass(days: 1)
    try play.must("note", by: Play.clerk)
    facts = try #require(play.instance).root.facts
    #expect(facts["seen-on"] == .date(Lamp.day(2026, 3, 4)) && facts["adviser-asked"] == .reference("04"))
  }
}
