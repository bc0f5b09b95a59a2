import CaseCore
import DutchMessages
import Testing

/// What a command of an operator prints when it is refused: the error itself, in a text.
@Suite("Refusals that are printed") struct PrintedRefusalTests {
  @Test("of settings: the sentence") func settings() {
    #expect("\(SettingsRefusal.unknownProposal(7))" == "Voorstel 7 bestaat niet.")
    #expect("\(SettingsRefusal.reasonInvalid(.manyLines))" == "De reden moet op één regel staan.")
  }

  @Test("of rights: the sentence, and all that is wrong with a proposal one behind the other") func rights() {
    #expect(
      "\(RightsRefusal.expired(7, days: 30))"
        == "De goedkeuring van voorstel 7 is ouder dan 30 dagen. Doe het voorstel opnieuw."
    )
    let faults: [RightsFault] = [
      .unknownRole("wacht", known: ["gemeente", "politie"]), .unknownRole("wacht", known: []),
    ]
    #expect(
      "\(RightsRefusal.invalid(faults))"
        == "Geen werkstroom kent de rol «wacht». Bekend zijn: gemeente, politie. Geen werkstroom kent de rol «wacht»."
    )
  }
}
