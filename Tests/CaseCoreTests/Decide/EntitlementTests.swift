import CaseCore
import OrderedCollections
import Testing

/// Who may give a command, and what those hear who may not. The order matters: no answer may give a case away.
@Suite struct EntitlementTests {
  @Test func theFixtureIsSound() throws {
    let faults = try Lamp.workflow().faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  /// Everything is wrong with these commands, and still there is only one answer.
  @Test(arguments: [
    ("of nobody in the directory", Actor(subject: "x", organisation: "99", roles: ["clerk"])),
    ("of an organisation that takes no part", Actor(subject: "x", organisation: "06", roles: ["clerk"])),
    ("of an adviser that was not invited", Play.adviser),
    ("of a party that sees nothing", Play.citizen),
    ("of a person without the role of the party", Actor(subject: "x", organisation: "01", roles: ["chief"])),
    ("of a person without a role", Actor(subject: "x", organisation: "01", roles: [])),
  ])
  func whoMayNotKnowOfACaseHearsNothing(_ which: String, _ actor: Actor) throws {
    var play = Play(try Lamp.workflow())
    try play.must("report", by: Play.citizen, ["lamp": .string("12")])
    for name in ["nonsense", "report", "vote", "note", "close"] {
      #expect(play.refusal(name, by: actor, ["nonsense": .other], ground: "x", revision: 99) == .unknownCase)
    }
  }

  @Test func beforeItsInvitationAPartyHearsNothing() throws {
    var play = try Play.lamp(in: "review")
    #expect(play.refusal("note", by: Play.adviser) == .unknownCase)
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(play.refusal("note", by: Play.adviser) == nil)
  }

  @Test func anUnknownCommandIsToldToAParty() throws {
    let play = try Play.lamp()
    #expect(play.refusal("nonsense", by: Play.clerk) == .unknownCommand("nonsense"))
  }

  @Test func aCaseBeginsOnce() throws {
    let play = try Play.lamp()
    #expect(play.refusal("report", by: Play.clerk, ["lamp": .string("12")]) == .unknownCommand("report"))
  }

  @Test func anotherCommandDoesNotBeginACase() throws {
    let play = Play(try Lamp.workflow())
    #expect(play.refusal("submit", by: Play.clerk) == .unknownCase)
    #expect(play.refusal("nonsense", by: Play.clerk) == .unknownCommand("nonsense"))
  }

  @Test func whoBeginsACaseIsInTheDirectoryAndHoldsTheRoleThere() throws {
    let play = Play(try Lamp.workflow())
    let unlisted = Actor(subject: "x", organisation: "99", roles: ["clerk"])
    #expect(play.refusal("report", by: unlisted) == .notEntitled(rule: "Uw organisatie is niet ingeschreven."))
    let pretender = Actor(subject: "x", organisation: "02", roles: ["clerk"])
    #expect(
      play.refusal("report", by: pretender) == .notEntitled(rule: "«Report» is voorbehouden aan: Citizen, Clerk.")
    )
    let roleless = Actor(subject: "x", organisation: "01", roles: ["chief"])
    #expect(play.refusal("report", by: roleless) != nil)
  }

  @Test func theRoleComesBeforeTheFieldsTheRevisionAndTheState() throws {
    var play = try Play.lamp(in: "review")
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    let rule = Told.notEntitled(rule: "«Vote» is voorbehouden aan: Clerk, Chief.")
    #expect(play.refusal("vote", by: Play.adviser, ["nonsense": .other], revision: 1) == rule)
  }

  @Test func theFieldsComeBeforeTheRevisionAndTheRevisionBeforeTheState() throws {
    let play = try Play.lamp()
    guard case .invalid? = play.refusal("close", by: Play.clerk, revision: 0) else {
      Issue.record("the fields were not first")
      return
    }
    #expect(play.refusal("close", by: Play.clerk, ["sure": .string("yes")], revision: 0) == .stale(current: 1))
    let notNow = Told.notNow(rules: ["«Close» kan niet in de fase «Intake»."], possible: ["submit", "note"])
    #expect(play.refusal("close", by: Play.clerk, ["sure": .string("yes")], revision: 1) == notNow)
  }

  @Test func theFirstRoleOfTheCommandThatTheActorHoldsIsTheOneItIsGivenIn() throws {
    var play = try Play.lamp(in: "repair") {
      $0.on["note"] = [Transition(joins: [.init(role: "chief", source: .organisations(.sender))])]
    }
    play.give("chief", to: "01")
    let both = Actor(subject: "x", organisation: "01", roles: ["clerk", "chief"])
    try play.must("note", by: both)
    let entry = try play.must("close", by: both, ["sure": .string("yes")]).entry
    #expect(entry.role == "chief")
    #expect(entry.actor == both)
  }

  @Test func aFinalStateTakesNothing() throws {
    var play = try Play.lamp(in: "repair")
    try play.must("close", by: Play.clerk, ["sure": .string("yes")])
    let refusal = Told.notNow(rules: ["«Note» kan niet in de fase «Closed»."], possible: [])
    #expect(play.refusal("note", by: Play.clerk) == refusal)
    #expect(play.instance?.root.deadlines.isEmpty == true)
  }
}
