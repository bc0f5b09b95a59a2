import CaseAPI
import CaseCore
import DeadlineAdministration
import Foundation
import HTTPTypes
import Postgres
import SettingsStore
import Testing

/// What the service of settings refuses, and how that is said.
@Suite struct SettingsRefusalTests {
  @Test func whoProposesDoesNotApprove() async throws {
    let api = try await TestAPI.withAdministrators()
    let address = try await api.newCase()
    let before = try await api.due(address)
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try #require(try await api.plan(proposal, as: TestAPI.first)["plan"].text)
    let reply = try await api.approve(proposal, plan: plan, as: TestAPI.first)
    #expect((reply.status, reply.isProblem) == (403, true))
    #expect(reply["type"].text == "urn:casusregie:probleem:niet-bevoegd")
    try await api.countAnew()
    #expect(try await api.due(address) == before)
    #expect(try await api.send(.get, proposal, as: TestAPI.first)["stand"].text == "open")
  }

  @Test func aPlanThatTakesTooLongIsNoPartOfAPlan() async throws {
    let api = try await TestAPI.withAdministrators { $0.planTimeLimit = .milliseconds(300) }
    let setting = DeadlineSetting(length: try Length(5, .days))
    let place = SettingPlace(workflow: "uitleen", deadline: .init("beslissen", of: "uitleen"))
    let made = try await api.services.settingsService.propose([.set(place, setting)], reason: "x", by: TestAPI.first)
    try await api.pool.withConnection { connection in
      try connection.execute(script: "begin; lock table case_file in access exclusive mode")
      let reply = try await api.plan("\(TestAPI.proposals)/\(made.number)")
      #expect((reply.status, reply.isProblem) == (503, true))
      #expect(reply.headers[.retryAfter] != nil)
    }
  }

  @Test func anOutdatedPlanIsRefusedAndTheNewOneIsToBeLookedAt() async throws {
    let api = try await TestAPI.withAdministrators()
    _ = try await api.newCase()
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let old = try #require(try await api.plan(proposal)["plan"].text)
    _ = try await api.newCase()
    let refused = try await api.approve(proposal, plan: old)
    #expect((refused.status, refused.isProblem) == (409, true))
    // Whoever has not looked gets nothing to approve.
    let now = try #require(try await api.plan(proposal)["plan"].text)
    #expect(now != old && refused["plan"].isNull && !refused.text.contains(now))
    #expect(try await api.send(.get, "/v1/termijninstellingen", as: TestAPI.first)["revisie"].number == 0)
    #expect(try await api.approve(proposal, plan: now).status == 200)
    #expect(try await api.approve(proposal, plan: now).status == 409)
  }

  @Test func nobodyElseSeesOrDoesAnything() async throws {
    let api = try await TestAPI.withAdministrators()
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try #require(try await api.plan(proposal)["plan"].text)
    let change = #"{"reden":"x","wijzigingen":[\#(TestAPI.length("P6D"))]}"#
    let requests: [(HTTPRequest.Method, String, String?)] = [
      (.get, "/v1/termijninstellingen", nil), (.get, TestAPI.proposals, nil), (.post, TestAPI.proposals, change),
      (.get, proposal, nil), (.get, proposal + "/plan", nil),
      (.post, proposal + "/goedkeuring", #"{"plan":"\#(plan)"}"#),
      (.post, proposal + "/afwijzing", #"{"reden":"x"}"#), (.post, proposal + "/intrekking", nil),
      (.post, proposal + "/terugdraaiing", #"{"reden":"x"}"#), (.get, TestAPI.proposals + "/99", nil),
    ]
    // One whose token claims what their organisation does not hold.
    let pretender = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["hoofdbeheerder"])
    for (method, path, body) in requests {
      for actor in [TestAPI.counter, pretender] {
        let reply = try await api.send(method, path, as: actor, body: body)
        #expect((reply.status, reply.isProblem) == (403, true), "\(method) \(path): \(reply.text)")
        #expect(!reply.text.contains(TestAPI.first.subject))
      }
      #expect(try await api.send(method, path, body: body).status == 401)
    }
  }

  @Test func anAdministratorOfARegionSetsWhatIsThatRegions() async throws {
    let api = try await TestAPI.withAdministrators()
    for change in [
      TestAPI.length("P5D"), TestAPI.length("P5D", region: "oost"), #"{"wijziging":"jaar-bekend","jaar":2049}"#,
    ] {
      let reply = try await api.propose([change], as: TestAPI.regional)
      #expect((reply.status, reply.isProblem) == (403, true), "\(reply.text)")
    }
    #expect(try await api.propose([TestAPI.length("P5D", region: "west")], as: TestAPI.regional).status == 201)
    // Nor do they settle what another proposed for all.
    let proposal = try await api.proposal(TestAPI.length("P5D"))
    let plan = try #require(try await api.plan(proposal)["plan"].text)
    #expect(try await api.approve(proposal, plan: plan, as: TestAPI.regional).status == 403)
  }

  @Test func theCasesOfAnotherRegionAreCountedAndNotShown() async throws {
    let api = try await TestAPI.withAdministrators()
    _ = try await api.newCase()
    let plan = try await api.plan(api.proposal(TestAPI.length("P5D")), as: TestAPI.regional)
    #expect(plan["gewijzigd"].number == 1 && plan["casussen"].items.isEmpty && plan["volgende"].isNull)
  }

  @Test func allThatIsWrongWithABodyIsSaidAtOnceAndNotRepeated() async throws {
    let api = try await TestAPI.withAdministrators()
    let body = """
      {"reden":" ","planted":1,"wijzigingen":[
        {"wijziging":"instellen","werkstroom":"Jan Planted","termijn":{"sleutel":"x"},"lengte":"P1Y6M","soort":"planted",
         "waarschuwingen":[{"voor":"planted","rollen":"planted"}],"actief":1,"planted":1},
        {"wijziging":"sluiten","kalender":"oost","datum":"2027-02-30"},
        {"wijziging":"planted"},7,{"wijziging":"jaar-bekend","jaar":"planted"},
        {"wijziging":"gelijkstellen","datum":"2049-05-04","bron":"planted\\u001b[2J"}]}
      """
    let reply = try await api.send(.post, TestAPI.proposals, as: TestAPI.first, body: body)
    #expect((reply.status, reply.isProblem) == (400, true))
    #expect(
      reply.faults == [
        "verzoek", "reden", "wijzigingen[0]", "wijzigingen[0].werkstroom", "wijzigingen[0].termijn.onderdeel",
        "wijzigingen[0].lengte", "wijzigingen[0].soort", "wijzigingen[0].waarschuwingen[0].voor",
        "wijzigingen[0].waarschuwingen[0].rollen", "wijzigingen[0].actief", "wijzigingen[1].datum",
        "wijzigingen[1].bron", "wijzigingen[2].wijziging", "wijzigingen[3]", "wijzigingen[4].jaar",
        "wijzigingen[5].bron",
      ]
    )
    #expect(!reply.text.lowercased().contains("planted"))
    #expect(!api.records.text.lowercased().contains("planted"))
    #expect(try await api.send(.get, TestAPI.proposals, as: TestAPI.first)["voorstellen"].items.isEmpty)
  }

  /// What one sends, however much is wrong with it, is answered within bounds.
  @Test func soManyFaultsAreSaidAndTheOthersByTheirNumber() async throws {
    let api = try await TestAPI.withAdministrators()
    func send(_ change: String, times count: Int) async throws -> Reply {
      let changes = Array(repeating: change, count: count).joined(separator: ",")
      let body = #"{"reden":"x","wijzigingen":[\#(changes)]}"#
      return try await api.send(.post, TestAPI.proposals, as: TestAPI.first, body: body)
    }
    // Three faults each.
    let faulty = #"{"wijziging":"sluiten"}"#
    let reply = try await send(faulty, times: 100)
    #expect((reply.status, reply.faults.count, reply.faults.last) == (400, 101, "verzoek"))
    #expect(reply["fouten"][100]["melding"].text == "Er zijn nog 200 fouten.")
    #expect(try await send(faulty, times: 101).faults == ["wijzigingen"])
    let notices = Array(repeating: #"{"voor":"P1D","rollen":["balie"]}"#, count: 21).joined(separator: ",")
    let roles = (0...50).map { #""rol-\#($0)""# }.joined(separator: ",")
    let much = #"{"wijziging":"instellen","werkstroom":"uitleen","waarschuwingen":[\#(notices)],"rollen":[\#(roles)]}"#
    #expect(
      try await send(much, times: 1).faults == ["wijzigingen[0].waarschuwingen", "wijzigingen[0].rollen"]
    )
  }

  @Test func allThatIsRefusedIsSaidAtOnce() async throws {
    let api = try await TestAPI.withAdministrators()
    let reply = try await api.propose([
      #"{"wijziging":"wissen","werkstroom":"uitleen"}"#,
      #"{"wijziging":"openen","kalender":"oost","datum":"2049-03-09"}"#,
    ])
    #expect((reply.status, reply.isProblem, reply["regels"].items.count) == (400, true, 2))
    #expect(reply["regels"].items.allSatisfy { reply["detail"].text?.contains($0.text ?? "-") == true })
    let codes = reply["codes"].items.compactMap(\.text)
    #expect(codes.count == 2 && codes.allSatisfy { $0.hasPrefix("setting-") })
  }

  @Test(arguments: [
    ("/1/goedkeuring", #"{"plan":"x"}"#, "plan"), ("/1/goedkeuring", "[]", "verzoek"),
    ("/1/afwijzing", #"{"reden":"x\n\nvoorstel 1: goedgekeurd"}"#, "reden"),
    ("/1/afwijzing", #"{"reden":"\u200b"}"#, "reden"), ("/1/afwijzing", #"{"reden":"\u202ex"}"#, "reden"),
    ("/1/afwijzing", #"{}"#, "reden"), ("/1/terugdraaiing", #"{"reden":3}"#, "reden"),
    ("", #"{"reden":"x","wijzigingen":[]}"#, "wijzigingen"), ("?x=1", "{}", "query"),
  ])
  func whatIsNotUnderstoodIsSaid(path: String, body: String, field: String) async throws {
    let api = try await TestAPI.withAdministrators()
    let reply = try await api.send(.post, TestAPI.proposals + path, as: TestAPI.first, body: body)
    #expect((reply.status, reply.faults) == (400, [field]))
  }

  @Test(arguments: ["99", "01", "x", "-1", "9999999999999999999"])
  func aProposalThatIsNotThereIsUnknown(number: String) async throws {
    let api = try await TestAPI.withAdministrators()
    for path in ["", "/plan"] {
      let reply = try await api.send(.get, "\(TestAPI.proposals)/\(number)\(path)", as: TestAPI.first)
      #expect((reply.status, reply.isProblem) == (404, true))
    }
  }
}
