import CaseAPI
import CaseCore
import CaseStore
import Foundation
import HTTPTypes
import Testing

/// What administrators look at before they decide: what holds now, in all and beside what is proposed.
@Suite struct SettingsOverviewTests {
  private static let overview = "/v1/termijninstellingen/overzicht"

  @Test func everyDeadlineIsShownWithWhatTheWorkflowSaysAndWhatHoldsWhere() async throws {
    let desk = try await Desk.withAdministrators()
    try await desk.carryOut(try await desk.proposal(Desk.length("P5D", region: "oost")))
    let shown = try await desk.send(.get, Self.overview, as: Desk.regional)
    #expect(shown["revisie"].number == 1 && shown["nietLeesbaar"].items.isEmpty)
    let workflow = shown["werkstromen"][0]
    #expect((workflow["werkstroom"].text, workflow["hoofdonderdeel"].text) == ("uitleen", "uitleen"))
    let names = workflow["termijnen"].items.map { "\($0["onderdeel"].text ?? "")/\($0["sleutel"].text ?? "")" }
    #expect(names.contains("uitleen/beslissen") && names.contains("uitleen/bellen"))
    let term = workflow["termijnen"].items.first { $0["sleutel"].text == "beslissen" } ?? Node(NSNull())
    #expect(term["omschrijving"].text?.isEmpty == false && term["gepubliceerd"]["lengte"].text == "P10D")
    #expect(term["geldend"].items.map { $0["regio"].text } == [nil, "oost"])
    #expect(term["geldend"].items.map { $0["waarde"]["lengte"].text } == ["P10D", "P5D"])
    let bystander = try await desk.send(.get, Self.overview, as: Desk.desk)
    #expect((bystander.status, bystander.isProblem) == (403, true))
  }

  @Test func theOverviewHasTheMembersThatAreDescribed() async throws {
    let desk = try await Desk.withAdministrators()
    let schemas = try await desk.send(.get, "/v1/openapi.json")["components"]["schemas"]
    let overview = try await desk.send(.get, Self.overview, as: Desk.first).json
    let described = schemas["Termijnoverzicht"]
    func members(_ schema: Node) -> [String] { schema["required"].items.compactMap(\.text).sorted() }
    #expect(overview.keys == members(described))
    let workflow = overview["werkstromen"][0]
    #expect(workflow.keys == members(described["properties"]["werkstromen"]["items"]))
    let parts = schemas["Termijnstanden"]["allOf"][1]
    let term = workflow["termijnen"][0]
    #expect(term.keys == (members(schemas["Termijnnaam"]) + members(parts)).sorted())
    #expect(term["geldend"][0].keys == members(parts["properties"]["geldend"]["items"]))
    #expect(term["gepubliceerd"].keys == schemas["Instellingswaarde"]["properties"].keys)
  }

  @Test func anOpenProposalHasWhatHoldsNowBesideEachChange() async throws {
    let desk = try await Desk.withAdministrators()
    let close = #"{"wijziging":"sluiten","kalender":"oost","datum":"2049-03-09","bron":"Besluit 1"}"#
    let made = try await desk.propose([Desk.length("P5D"), close])
    #expect(made["nu"][0]["lengte"].text == "P10D" && made["nu"][0]["soort"].isNull, "\(made.text)")
    #expect(made["nu"].items.count == 2 && made["nu"][1].isNull)
    let address = try #require(made.headers[.location])
    #expect(try await desk.send(.get, address, as: Desk.second)["nu"][0]["lengte"].text == "P10D")
    let listed = try await desk.send(.get, Desk.proposals, as: Desk.second)["voorstellen"][0]
    #expect(listed["nu"][0]["lengte"].text == "P10D")
    try await desk.carryOut(address)
    let settled = try await desk.send(.get, address, as: Desk.first).json
    #expect(settled["nu"].isNull && settled.keys.contains("nu"))
    let reason = #"{"reden":"De proef is voorbij"}"#
    let undo = try await desk.send(.post, address + "/terugdraaiing", as: Desk.first, body: reason)
    // Undone in the opposite order.
    #expect(undo["wijzigingen"].items.map { $0["wijziging"].text } == ["openen", "wissen"], "\(undo.text)")
    #expect(undo["nu"][0].isNull && undo["nu"][1]["lengte"].text == "P5D")
  }

  /// A setting replaces the one before whole.
  @Test func whatAChangeDoesNotNameAndTakesAwayIsShownToo() async throws {
    let desk = try await Desk.withAdministrators()
    try await desk.carryOut(try await desk.proposal(Desk.length("P5D")))
    let place = #""werkstroom":"uitleen","termijn":{"onderdeel":"uitleen","sleutel":"beslissen"}"#
    let made = try await desk.propose([#"{"wijziging":"instellen",\#(place),"soort":"werkdagen"}"#])
    let now = made["nu"][0]
    #expect((now["soort"].text, now["lengte"].text) == ("kalender", "P5D"), "\(made.text)")
    #expect(now["kalender"].isNull)
  }

  @Test func aDamagedProposalIsNamed() async throws {
    let desk = try await Desk.withAdministrators()
    _ = try await desk.proposal(Desk.length("P5D"))
    _ = try await desk.proposal(Desk.length("P6D"))
    try await desk.damage(entry: 1)
    let list = try await desk.send(.get, Desk.proposals, as: Desk.first)
    #expect(list["beschadigd"].items.compactMap(\.number) == [1])
    #expect(list["voorstellen"].items.compactMap { $0["nummer"].number } == [2])
  }

  /// A plan may take longer than other answers.
  @Test func aPlanHasATimeOfItsOwn() async throws {
    let desk = try await Desk.withAdministrators { $0.timeLimit = .zero }
    let place = SettingPlace(workflow: "uitleen", deadline: .init("beslissen", of: "uitleen"))
    let change = ConfigurationChange.set(place, DeadlineSetting(length: try Length(5, .days)))
    let proposal = try await desk.services.desk.propose([change], reason: "Afspraak", by: Desk.first)
    let plan = try await desk.plan("\(Desk.proposals)/\(proposal.number)")
    #expect(plan.status == 200, "\(plan.text)")
    let digest = try #require(plan["plan"].text)
    #expect(try await desk.approve("\(Desk.proposals)/\(proposal.number)", plan: digest).status == 200)
  }

  @Test func aMisspeltRoleIsNoEmptyList() async throws {
    let desk = try await Desk.withTerms()
    let reply = try await desk.send(.get, "/v1/termijnen?rol=keurdr", as: Desk.desk)
    #expect((reply.status, reply.faults) == (400, ["rol"]))
    #expect(reply["fouten"][0]["melding"].text == "Geen werkstroom kent deze rol. Bedoeld is misschien «keurder».")
    #expect(try await desk.send(.get, "/v1/termijnen?rol=keurder", as: Desk.desk).status == 200)
    #expect(try await desk.send(.get, "/v1/termijnen?rol=beheerder", as: Desk.desk).status == 200)
  }
}
