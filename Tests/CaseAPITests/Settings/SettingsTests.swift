import CaseCore
import Foundation
import HTTPTypes
import Testing

/// Deadlines set by administrators over HTTP: proposed by one, seen in a plan, approved by another.
@Suite struct SettingsTests {
  @Test func whatThePlanSaysIsWhatTheCaseSays() async throws {
    let api = try await TestAPI.withAdministrators()
    let address = try await api.newCase()
    let before = try await api.due(address)
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try await api.carryOut(proposal)
    #expect(plan["bekeken"].number == 1 && plan["gewijzigd"].number == 1 && plan["onleesbaar"].number == 0)
    #expect(plan["totaal"]["termijnen"].number == 1 && plan["volgende"].isNull)
    #expect(plan["perRegio"][0]["regio"].text == "oost")
    let term = plan["perTermijn"][0]
    #expect((term["onderdeel"].text, term["sleutel"].text) == ("uitleen", "beslissen"))
    let change = plan["casussen"][0]["termijnen"][0]
    #expect((change["sleutel"].text, change["gevolg"].text) == ("beslissen", "gewijzigd"))
    #expect(change["onderdeel"].isNull && change["oudUiterlijkTijdstip"].text == before)
    #expect(try await api.due(address) == change["nieuwUiterlijkTijdstip"].text && before != nil)
    let entries = try await api.send(.get, address + "/journaal", as: TestAPI.counter)["vermeldingen"].items
    #expect(entries.last?["soort"].text == "instelling")
    let settled = try await api.send(.get, proposal, as: TestAPI.second)
    #expect((settled["stand"].text, settled["revisie"].number) == ("goedgekeurd", 1))
    #expect(settled["plan"].text == plan["plan"].text)
    #expect(settled["voorgesteldDoor"]["persoon"].text == TestAPI.first.subject)
    #expect(settled["afgedaanDoor"]["persoon"].text == TestAPI.second.subject)
  }

  /// Of a term of ten days that is warned of two days before its end.
  @Test func warningsAreCountedFromOne() async throws {
    let api = try await TestAPI.withAdministrators()
    _ = try await api.newCase()
    try await api.advance(days: 5)
    let shorter = try await api.plan(api.proposal(TestAPI.length("P5D")))
    #expect(shorter["totaal"]["waarschuwingenNietMeer"].number == 1, "\(shorter.text)")
    let skipped = shorter["casussen"][0]["termijnen"][0]
    #expect(skipped["waarschuwtNietMeer"].items.map(\.number) == [1] && skipped["waarschuwtOpnieuw"].items.isEmpty)
  }

  @Test func everyKindOfChangeIsTakenShownAndTakenAway() async throws {
    let api = try await TestAPI.withAdministrators()
    let place = #""werkstroom":"uitleen","regio":"oost","termijn":{"onderdeel":"uitleen","sleutel":"beslissen"}"#
    let made = try await api.proposal(
      #"{"wijziging":"instellen",\#(place),"lengte":"P5D","soort":"werkdagen","rollen":["balie"],"kalender":"oost","#
        + #""waarschuwingen":[{"voor":"P2D","rollen":["keurder"]}],"herinneringen":[],"actief":true}"#,
      #"{"wijziging":"sluiten","kalender":"oost","datum":"2049-03-09","bron":"Besluit 1"}"#,
      #"{"wijziging":"gelijkstellen","datum":"2049-05-04","bron":"Stb. 2048, 1"}"#,
      #"{"wijziging":"jaar-bekend","jaar":2049}"#
    )
    try await api.carryOut(made)
    let settings = try await api.send(.get, "/v1/termijninstellingen", as: TestAPI.regional)
    let setting = settings["instellingen"][0]
    #expect((setting["lengte"].text, setting["soort"].text, setting["kalender"].text) == ("P5D", "werkdagen", "oost"))
    #expect(setting["casustype"].isNull && setting["termijn"]["sleutel"].text == "beslissen")
    #expect(setting["waarschuwingen"][0]["voor"].text == "P2D" && setting["actief"].value as? Bool == true)
    #expect(setting["herinneringen"].items.isEmpty && !setting["herinneringen"].isNull)
    #expect(setting["sinds"].number == 1 && settings["revisie"].number == 1)
    #expect(settings["kalenders"][0]["sluitingsdagen"][0]["datum"].text == "2049-03-09")
    #expect(settings["gelijkgesteldeDagen"].items.contains { $0["bron"].text == "Stb. 2048, 1" })
    #expect(settings["bekendeJaren"].items.contains { $0.number == 2049 })
    // As it is shown it can be proposed.
    let shown = try await api.send(.get, made, as: TestAPI.first)["wijzigingen"].value
    let again = try JSONSerialization.data(withJSONObject: ["reden": "x", "wijzigingen": shown])
    let reply = try await api.send(
      .post,
      TestAPI.proposals,
      as: TestAPI.first,
      body: String(decoding: again, as: UTF8.self)
    )
    #expect((reply.status, reply["regels"].items.count) == (400, 4), "only that it is so already: \(reply.text)")
    try await api.carryOut(
      api.proposal(
        #"{"wijziging":"wissen",\#(place)}"#,
        #"{"wijziging":"openen","kalender":"oost","datum":"2049-03-09"}"#,
        #"{"wijziging":"niet-gelijkstellen","datum":"2049-05-04"}"#,
        #"{"wijziging":"jaar-onbekend","jaar":2049}"#
      )
    )
    let after = try await api.send(.get, "/v1/termijninstellingen", as: TestAPI.first)
    #expect(after["instellingen"].items.isEmpty && after["kalenders"][0]["sluitingsdagen"].items.isEmpty)
    #expect(!after["gelijkgesteldeDagen"].items.contains { $0["datum"].text == "2049-05-04" })
    #expect(!after["bekendeJaren"].items.contains { $0.number == 2049 })
  }

  @Test func answersHaveTheMembersThatAreDescribed() async throws {
    let api = try await TestAPI.withAdministrators()
    _ = try await api.newCase()
    let schemas = try await api.send(.get, "/v1/openapi.json")["components"]["schemas"]
    func described(_ schema: String) -> [String] {
      schemas[schema]["required"].items.compactMap(\.text).sorted()
    }
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try await api.carryOut(proposal).json
    #expect(plan.keys == described("Termijnplan") && plan["totaal"].keys == described("Plantotaal"))
    #expect(plan["casussen"][0].keys == described("GeplandeCasus"))
    #expect(plan["casussen"][0]["termijnen"][0].keys == described("GeplandeTermijn"))
    #expect(try await api.plan(proposal).json.keys == described("Termijnplan"))
    let settled = try await api.send(.get, proposal, as: TestAPI.first).json
    #expect(settled.keys == described("Termijnvoorstel"))
    #expect(settled["afgedaanDoor"].keys == described("Beheerder"))
    #expect(try await api.send(.get, TestAPI.proposals, as: TestAPI.first).json.keys == described("Termijnvoorstellen"))
    let settings = try await api.send(.get, "/v1/termijninstellingen", as: TestAPI.first).json
    #expect(settings.keys == described("Termijninstellingen"))
    let members = schemas["GeldendeInstelling"]["allOf"][2]["required"].items.compactMap(\.text) + ["werkstroom"]
    #expect(settings["instellingen"][0].keys == members.sorted())
  }

  @Test func undoIsAProposalThatBringsTheDatesBack() async throws {
    let api = try await TestAPI.withAdministrators()
    let address = try await api.newCase()
    let before = try await api.due(address)
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    try await api.carryOut(proposal)
    #expect(try await api.due(address) != before)
    let reason = #"{"reden":"De proef is voorbij"}"#
    let undo = try await api.send(.post, proposal + "/terugdraaiing", as: TestAPI.first, body: reason)
    #expect((undo.status, undo["stand"].text) == (201, "open"))
    #expect(undo["wijzigingen"][0]["wijziging"].text == "wissen")
    try await api.carryOut(try #require(undo.headers[.location]))
    #expect(try await api.due(address) == before)
  }

  @Test func rejectedAndWithdrawnProposalsStayOnRecord() async throws {
    let api = try await TestAPI.withAdministrators()
    let (one, two) = (try await api.proposal(TestAPI.length("P5D")), try await api.proposal(TestAPI.length("P6D")))
    let reason = #"{"reden":"Eerst overleg"}"#
    let rejected = try await api.send(.post, one + "/afwijzing", as: TestAPI.second, body: reason)
    #expect((rejected.status, rejected["stand"].text) == (200, "afgewezen"))
    #expect(rejected["afwijzingsreden"].text == "Eerst overleg")
    let others = try await api.send(.post, two + "/intrekking", as: TestAPI.second)
    #expect((others.status, others.isProblem) == (403, true))
    let withdrawn = try await api.send(.post, two + "/intrekking", as: TestAPI.first)
    #expect((withdrawn.status, withdrawn["stand"].text) == (200, "ingetrokken"))
    let all = try await api.send(.get, TestAPI.proposals, as: TestAPI.regional)
    #expect(all["voorstellen"].items.compactMap { $0["stand"].text } == ["afgewezen", "ingetrokken"])
    let rest = try await api.send(.get, TestAPI.proposals + "?na=1", as: TestAPI.first)
    #expect(rest["voorstellen"].items.compactMap { $0["nummer"].number } == [2] && rest["volgende"].isNull)
    let late = try await api.plan(one)
    #expect((late.status, late.isProblem) == (409, true))
  }

  @Test func whatExpiresAtOnceIsShownAskedForKeptAndNotUndone() async throws {
    let api = try await TestAPI.withAdministrators()
    let address = try await api.newCase()
    try await api.advance(days: 7)
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try await api.plan(proposal)
    #expect(plan["totaal"]["lopenMeteenAf"].number == 1 && plan["goedgekeurd"].value as? Bool == false)
    let consequence = plan["casussen"][0]["gevolgen"][0]
    #expect(consequence["termijn"].text == "beslissen" && !consequence["bericht"].items.isEmpty)
    let digest = try #require(plan["plan"].text)
    let refused = try await api.approve(proposal, plan: digest)
    #expect((refused.status, refused.isProblem) == (409, true) && refused.text.contains("meteenLatenAflopen"))
    #expect(try await api.send(.get, proposal, as: TestAPI.first)["stand"].text == "open")
    #expect(try await api.approve(proposal, plan: digest, expireNow: true).status == 200)
    try await api.countAnew()
    let kept = try await api.plan(proposal, as: TestAPI.first)
    #expect(kept["plan"].text == digest && kept["goedgekeurd"].value as? Bool == true)
    #expect(kept["casussen"][0]["gevolgen"][0]["termijn"].text == "beslissen" && kept["nietBewaard"].number == 0)
    // Of another region its administrator sees the totals.
    #expect(try await api.plan(proposal, as: TestAPI.regional)["casussen"].items.isEmpty)
    let reason = #"{"reden":"De proef is voorbij"}"#
    let undo = try await api.send(.post, proposal + "/terugdraaiing", as: TestAPI.first, body: reason)
    #expect(undo.status == 201 && undo["nietTerugTeDraaien"][0]["gevolgen"][0]["termijn"].text == "beslissen")
    #expect(try await api.due(address) != nil)
  }

  @Test func theNextPageIsOfTheSamePlanWhateverHappensElsewhere() async throws {
    let api = try await TestAPI.withAdministrators()
    for _ in 0...100 { _ = try await api.newCase() }
    let first = try await api.plan(api.proposal(TestAPI.length("P5D")))
    // Counted anew, the plan would have one more.
    _ = try await api.newCase()
    let second = try await api.send(.get, try #require(first["volgende"].text), as: TestAPI.second)
    #expect(second["plan"].text == first["plan"].text && second["gewijzigd"].number == 101)
    #expect(second["casussen"].items.count == 1)
    let unknown = String(repeating: "0", count: 64)
    let proposal = TestAPI.proposals + "/1/plan?na=100&plan=" + unknown
    #expect(try await api.send(.get, proposal, as: TestAPI.second).status == 409)
  }

  @Test func pagesOfAPlanHoldEveryCaseOnce() async throws {
    let api = try await TestAPI.withAdministrators()
    for _ in 0...100 { _ = try await api.newCase() }
    let first = try await api.plan(api.proposal(TestAPI.length("P5D")))
    let next = try #require(first["volgende"].text)
    let second = try await api.send(.get, next, as: TestAPI.second)
    #expect(first["plan"].text == second["plan"].text && second["volgende"].isNull)
    let cases = (first["casussen"].items + second["casussen"].items).compactMap { $0["casus"].text }
    #expect((first["casussen"].items.count, cases.count, Set(cases).count) == (100, 101, 101))
    #expect(second["gewijzigd"].number == 101)
  }
}
