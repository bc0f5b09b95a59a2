import CaseCore
import OrderedCollections
import Testing

/// Who is told what.
@Suite struct NoticeTests {
  @Test func theFirstEntryOpensTheCase() throws {
    var play = Play(try Lamp.workflow())
    let decision = try play.must("report", by: Play.citizen, ["lamp": .string("12")])
    #expect(decision.told == ["03": ["ontvangen"], "01": ["aangemaakt"]])
  }

  @Test func theAudienceOfTheNewStateIsToldThatTheCaseMoved() throws {
    var play = try Play.lamp()
    let decision = try play.must("submit", by: Play.clerk)
    // The chief joined with this very command.
    #expect(decision.told == ["01": ["fase-gewijzigd"], "02": ["deelname-begonnen"]])
    #expect(decision.entry.audience == ["clerk", "chief", "adviser"])
  }

  @Test func theAudienceOfTheCommandGoesBeforeThatOfTheState() throws {
    var play = try Play.lamp(in: "review")
    let decision = try play.must("note", by: Play.clerk)
    #expect(decision.told == ["01": ["bijgewerkt"]])
    #expect(decision.entry.audience == ["clerk"])
  }

  @Test func eachOrganisationIsToldOnceAndInTheWordsOfTheTransition() throws {
    var play = try Play.lamp(in: "review") {
      $0.states["review"]?.on["postpone"] = [
        Transition(notices: [.init(event: "eerst", roles: ["clerk"]), .init(event: "dan", roles: ["clerk", "chief"])])
      ]
      $0.starts[0].transition.joins.append(.init(role: "chief", source: .organisations(.sender)))
    }
    let decision = try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    #expect(decision.told == ["01": ["eerst"], "02": ["dan"]])
  }

  @Test func nobodyIsToldWhoTakesNoPart() throws {
    var play = try Play.lamp {
      $0.on["note"] = [Transition(notices: [.init(event: "iets", roles: ["adviser", "citizen", "auditor"])])]
    }
    #expect(try play.must("note", by: Play.clerk).told == ["01": ["bijgewerkt"]])
  }

  @Test func whoIsInvitedIsToldFromItsInvitationOn() throws {
    var play = try Play.lamp(in: "review")
    let invite = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(invite.told["04"] == ["deelname-begonnen"])
    // The next state is not its business.
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    let told = try play.must("vote", by: Play.chief, JointDecisionTests.repair).told
    // What it could read is closed to it now.
    #expect(told == ["01": ["fase-gewijzigd"], "02": ["bijgewerkt"], "04": ["bijgewerkt"]])
  }
}
