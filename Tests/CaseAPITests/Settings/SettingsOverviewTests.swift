import CaseAPI
import CaseCore
import DeadlineAdministration
import Foundation
import HTTPTypes
import SettingsStore
import Testing

/// What administrators look at before they decide: what holds now, in all and beside what is proposed.
@Suite struct SettingsOverviewTests {
  private static let overview = "/v1/termijninstellingen/overzicht"

  @Test func everyDeadlineIsShownWithWhatTheWorkflowSaysAndWhatHoldsWhere() async throws {
    let api = try await TestAPI.withAdministrators()
    try await api.carryOut(try await api.proposal(TestAPI.length("P5D", region: "oost")))
    let shown = try await api.send(.get, Self.overview, as: TestAPI.regional)
    #expect(shown["revisie"].number == 1 && shown["nietLeesbaar"].items.isEmpty)
    let workflow = shown["werkstromen"][0]
    #expect((workflow["werkstroom"].text, workflow["hoofdonderdeel"].text) == ("uitleen", "uitleen"))
    let names = workflow["termijnen"].items.map { "\($0["onderdeel"].text ?? "")/\($0["sleutel"].text ?? "")" }
    #expect(names.contains("uitleen/beslissen") && names.contains("uitleen/bellen"))
    let term = workflow["termijnen"].items.first { $0["sleutel"].text == "beslissen" } ?? Node(NSNull())
    #expect(term["omschrijving"].text?.isEmpty == false && term["gepubliceerd"]["lengte"].text == "P10D")
    #expect(term["geldend"].items.map { $0["regio"].text } == [nil, "oost"])
    #expect(term["geldend"].items.map { $0["waarde"]["lengte"].text } == ["P10D", "P5D"])
    let bystander = try await api.send(.get, Self.overview, as: TestAPI.counter)
    #expect((bystander.status, bystander.isProblem) == (403, true))
  }

  @Test func theOverviewHasTheMembersThatAreDescribed() async throws {
    let api = try await TestAPI.withAdministrators()
    let schemas = try await api.send(.get, "/v1/openapi.json")["components"]["schemas"]
    let overview = try await api.send(.get, Self.overview, as: TestAPI.first).json
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
    let api = try await TestAPI.withAdministrators()
    let close = #"{"wijziging":"sluiten","kalender":"oost","datum":"2049-03-09","bron":"Besluit 1"}"#
    let made = try await api.propose([TestAPI.length("P5D"), close])
    #expect(made["nu"][0]["lengte"].text == "P10D" && made["nu"][0]["soort"].isNull, "\(made.text)")
    #expect(made["nu"].items.count == 2 && made["nu"][1].isNull)
    let address = try #require(made.headers[.location])
    #expect(try await api.send(.get, address, as: TestAPI.second)["nu"][0]["lengte"].text == "P10D")
    let listed = try await api.send(.get, TestAPI.proposals, as: TestAPI.second)["voorstellen"][0]
    #expect(listed["nu"][0]["lengte"].text == "P10D")
    try await api.carryOut(address)
    let settled = try await api.send(.get, address, as: TestAPI.first).json
    #expect(settled["nu"].isNull && settled.keys.contains("nu"))
    let reason = #"{"reden":"De proef is voorbij"}"#
    let undo = try await api.send(.post, address + "/terugdraaiing", as: TestAPI.first, body: reason)
    // Undone in the opposite order.
    #expect(undo["wijzigingen"].items.map { $0["wijziging"].text } == ["openen", "wissen"], "\(undo.text)")
    #expect(undo["nu"][0].isNull && undo["nu"][1]["lengte"].text == "P5D")
  }

  /// A setting replaces the one before whole.
  @Test func whatAChangeDoesNotNameAndTakesAwayIsShownToo() async throws {
    let api = try await TestAPI.withAdministrators()
    try await api.carryOut(try await api.proposal(TestAPI.length("P5D")))
    let place = #""werkstroom":"uitleen","termijn":{"onderdeel":"uitleen","sleutel":"beslissen"}"#
    let made = try await api.propose([#"{"wijziging":"instellen",\#(place),"soort":"werkdagen"}"#])
    let now = made["nu"][0]
    #expect((now["soort"].text, now["lengte"].text) == ("kalender", "P5D"), "\(made.text)")
    #expect(now["kalender"].isNull)
  }

  @Test func aDamagedProposalIsNamed() async throws {
    let api = try await TestAPI.withAdministrators()
    _ = try await api.proposal(TestAPI.length("P5D"))
    _ = try await api.proposal(TestAPI.length("P6D"))
    try await api.damage(entry: 1)
    let list = try await api.send(.get, TestAPI.proposals, as: TestAPI.first)
    #expect(list["beschadigd"].items.compactMap(\.number) == [1])
    #expect(list["voorstellen"].items.compactMap { $0["nummer"].number } == [2])
  }

  /// A plan may take longer than other answers.
  @Test func aPlanHasATimeOfItsOwn() async throws {
    let api = try await TestAPI.withAdministrators { $0.timeLimit = .zero }
    let place = SettingPlace(workflow: "uitleen", deadline: .init("beslissen", of: "uitleen"))
    let change = SettingsChange.set(place, DeadlineSetting(length: try Length(5, .days)))
    let proposal = try await api.services.settingsService.propose([change], reason: "Afspraak", by: TestAPI.first)
    let plan = try await api.plan("\(TestAPI.proposals)/\(proposal.number)")
    #expect(plan.status == 200, "\(plan.text)")
    let digest = try #require(plan["plan"].text)
    #expect(try await api.approve("\(TestAPI.proposals)/\(proposal.number)", plan: digest).status == 200)
  }

  @Test func aMisspeltRoleIsNoEmptyList() async throws {
    let api = try await TestAPI.withTerms()
    let reply = try await api.send(.get, "/v1/termijnen?rol=keurdr", as: TestAPI.counter)
    #expect((reply.status, reply.faults) == (400, ["rol"]))
    #expect(reply["fouten"][0]["melding"].text == "Geen werkstroom kent deze rol. Bedoeld is misschien «keurder».")
    #expect(try await api.send(.get, "/v1/termijnen?rol=keurder", as: TestAPI.counter).status == 200)
    #expect(try await api.send(.get, "/v1/termijnen?rol=beheerder", as: TestAPI.counter).status == 200)
  }
}
