import AsyncHTTPClient
import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Identity
import OrderedCollections
import Testing

/// A command that asks at which level its sender signed in (RFC 9470).
@Suite("Levels of authentication") struct AuthenticationLevelTests {
  private static let workflow: Workflow = {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.commands["noteren"]?.authentication = ["hoog", "substantieel"]
    return workflow
  }()

  private static let body = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"y"}}"#

  private static func challenge(_ values: String?) -> String {
    #"Bearer realm="casusregie", error="insufficient_user_authentication""#
      + (values.map { #", acr_values="\#($0)""# } ?? "")
  }

  private static func counter(_ level: String) -> Actor {
    var actor = TestAPI.counter
    actor.authentication = [level]
    return actor
  }

  @Test("It is refused with what to ask for, until the same command comes with a token of one of its levels")
  func stepUp() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let address = try await api.newCase()
    func give(_ actor: Actor) async throws -> Reply {
      try await api.command(Self.body, to: address + "/opdrachten", as: actor, key: "k", ifMatch: #""1""#)
    }
    for actor in [TestAPI.counter, Self.counter("laag")] {
      let refused = try await give(actor)
      #expect(refused.status == 401 && refused.isProblem)
      #expect(refused["code"].text == "insufficient-authentication")
      #expect(refused["authenticatie"].items.map(\.text) == ["hoog", "substantieel"])
      #expect(refused["acrWaarden"].items.map(\.text) == ["hoog", "substantieel"])
      #expect(refused.headers[.wwwAuthenticate] == Self.challenge("hoog substantieel"))
    }
    let done = try await give(Self.counter("substantieel"))
    #expect(done.status == 200 && done["revisie"].number == 2)
    // From now on it is the answer, to this person with any token.
    for actor in [TestAPI.counter, Self.counter("hoog")] {
      let again = try await give(actor)
      #expect((again.status, again.text) == (200, done.text))
    }
  }

  @Test("What is possible and the schema say which levels are asked") func told() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let address = try await api.newCase()
    let possible = try await api.send(.get, address + "/mogelijkheden", as: TestAPI.counter)["mogelijkheden"].items
    for command in possible {
      let levels = command["opdracht"].text == "noteren" ? ["hoog", "substantieel"] : []
      #expect(command["authenticatie"].items.compactMap(\.text) == levels)
      #expect(command["belemmeringen"].items.isEmpty || command["opdracht"].text != "noteren")
    }
    #expect(possible.contains { $0["opdracht"].text == "noteren" })
    let begin = try await api.send(.get, "/v1/werkstromen/uitleen", as: TestAPI.counter)["begin"]
    #expect(begin["authenticatie"].items.isEmpty && !begin["authenticatie"].isNull)
    let schema = try await api.send(.get, "/v1/werkstromen/uitleen/1.0.0/opdrachten.json", as: TestAPI.counter)
    let note = schema["definitions"]["noteren"]
    #expect(note["x-authenticatie"].items.compactMap(\.text) == ["hoog", "substantieel"])
    #expect(schema["definitions"]["aanvragen"]["x-authenticatie"].isNull)
  }

  /// What an issuer calls the levels, what it says in a token that is enough, and what it is asked for.
  struct Mapping: Sendable {
    let values: [String: [String]]
    var enough: String?
    var asked: String?
  }

  private static let mappings = [
    Mapping(
      values: ["urn:x:loa4": ["hoog", "substantieel"], "urn:x:mfa": ["substantieel"]],
      enough: "urn:x:mfa",
      asked: "urn:x:loa4 urn:x:mfa"
    ),
    Mapping(values: ["urn:x:loa4": ["hoog"], "urn:x:pwd": ["laag"]], enough: "urn:x:loa4", asked: "urn:x:loa4"),
    Mapping(values: ["urn:x:pwd": ["laag"]]),
  ]

  @Test("An issuer is asked in its own words, and a word of the workflow from it says nothing", arguments: mappings)
  func mapped(_ mapping: Mapping) async throws {
    let issuer = try await TestIssuer()
    let api = try await TestAPI(workflow: Self.workflow) { services in
      let configuration = IssuerConfiguration(
        unchecked: issuer.address,
        audience: "casusregie",
        claims: ClaimMapping(authentication: .init(values: mapping.values))
      )
      services.tokens = TokenVerifier([configuration], client: .shared, logger: services.logger, pause: .zero)
    }
    func give(_ body: String, to path: String, acr: String?) async throws -> Reply {
      var claims = issuer.claims
      claims.acr = acr
      let headers: HTTPFields = [
        .authorization: "Bearer \(try await issuer.token(claims))", .contentType: "application/json",
        .idempotencyKey: body.count.description,
      ]
      return try await api.send(.post, path, headers: headers, body: body)
    }
    let beginning = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#
    let address = try #require(try await give(beginning, to: "/v1/casussen", acr: nil).headers[.location])
    for acr in [nil, "hoog", "urn:x:pwd"] {
      let refused = try await give(Self.body, to: address + "/opdrachten", acr: acr)
      #expect(refused.status == 401 && refused.headers[.wwwAuthenticate] == Self.challenge(mapping.asked))
      #expect(refused["authenticatie"].items.map(\.text) == ["hoog", "substantieel"])
    }
    if let enough = mapping.enough {
      #expect(try await give(Self.body, to: address + "/opdrachten", acr: enough).status == 200)
    }
  }

  @Test("Administration asks a level of administrators that change something, and of nobody else")
  func administration() async throws {
    let api = try await TestAPI.withAdministrators { $0.administrationLevels = ["hoog", "substantieel"] }
    func strong(_ actor: Actor) -> Actor {
      var actor = actor
      actor.authentication = ["substantieel"]
      return actor
    }
    let rights =
      #"{"reden":"Convenant","wijziging":{"soort":"inschrijven","organisatie":"00000099000000000070","naam":"Gemeente","#
      + #""regio":"oost","rollen":["balie"]}}"#
    let deadlines = #"{"reden":"Afspraak","wijzigingen":[\#(TestAPI.length("P12D"))]}"#
    for (path, body) in [("/v1/beheervoorstellen", rights), (TestAPI.proposals, deadlines)] {
      let refused = try await api.send(.post, path, as: TestAPI.first, body: body)
      #expect(refused.status == 401 && refused["code"].text == "insufficient-authentication", "\(refused.text)")
      #expect(refused.headers[.wwwAuthenticate] == Self.challenge("hoog substantieel"))
      let made = try await api.send(.post, path, as: strong(TestAPI.first), body: body)
      let address = try #require(made.headers[.location], "\(made.text)")
      // Reading asks none, also what somebody is about to approve.
      let plan = try await api.send(.get, address + "/plan", as: TestAPI.second)
      let approval = #"{"plan":"\#(try #require(plan["plan"].text, "\(plan.text)"))"}"#
      for (step, body) in [
        ("goedkeuring", approval), ("afwijzing", #"{"reden":"Nee"}"#), ("intrekking", "{}"),
        ("terugdraaiing", #"{"reden":"Nee"}"#),
      ] where step != "terugdraaiing" || path == TestAPI.proposals {
        let weak = try await api.send(.post, "\(address)/\(step)", as: TestAPI.second, body: body)
        #expect(weak.status == 401, "\(path), \(step): \(weak.text)")
      }
      let approved = try await api.send(.post, address + "/goedkeuring", as: strong(TestAPI.second), body: approval)
      #expect(approved.status == 200, "\(approved.text)")
      // It would not help them.
      let other = try await api.send(.post, path, as: TestAPI.counter, body: body)
      #expect(other.status == 403 && other["code"].text == "not-administrator", "\(other.text)")
    }
    // A command of the workflow asks none.
    #expect(try await api.newCase().isEmpty == false)
  }
}
