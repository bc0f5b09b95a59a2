import AsyncHTTPClient
import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Hummingbird
import Identity
import JWTKit
import Postgres
import Synchronization
import TestServices
import Testing

@Suite struct TokenTests {
  private func status(_ api: TestAPI, _ token: String) async throws -> Int {
    let reply = try await api.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(token)"])
    if reply.status != 200 {
      #expect(reply.isProblem)
      for part in token.split(separator: ".") where part.count > 8 { #expect(!reply.text.contains(part)) }
    }
    if reply.status == 401 { #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer ") == true) }
    return reply.status
  }

  @Test func aRightTokenIsTaken() async throws {
    let api = try await TestAPI()
    #expect(try await status(api, api.issuer.token()) == 200)
  }

  @Test("A system reads, and gives no command, whatever it asks to be done") func machines() async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    (claims.sub, claims.client_id) = ("koppeling", "koppeling")
    let headers: HTTPFields = [
      .authorization: "Bearer \(try await api.issuer.token(claims))", .contentType: "application/json",
      .idempotencyKey: "een",
    ]
    #expect(try await api.send(.get, "/v1/casussen", headers: headers).status == 200)
    let body = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#
    for path in [
      "/v1/casussen", "/v1/casussen/\(UUID())/opdrachten", "/v1/agendas", "/v1/termijninstellingen/voorstellen",
    ] {
      let reply = try await api.send(.post, path, headers: headers, body: body)
      guard reply.status != 404 else { continue }
      #expect((reply.status, reply["code"].text) == (403, "machine"), "\(path)")
    }
    #expect(try await api.send(.post, "/v1/casussen", headers: headers, body: body).status == 403)
  }

  @Test("A command is in the name of one person, and a token that names none gives no command") func persons()
    async throws
  {
    let api = try await TestAPI()
    var colleague = TestAPI.counter
    colleague.subject = "persoon-een-b"
    let address = try await api.newCase()
    let note = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"y"}}"#
    let noted = try await api.command(note, to: address + "/opdrachten", as: colleague, ifMatch: #""1""#)
    #expect(noted.status == 200, "\(noted.text)")
    let entries = try await api.send(.get, address + "/journaal", as: TestAPI.counter)["vermeldingen"].items
    // Two of one organisation in one role are two.
    #expect(entries.map { $0["persoon"].text } == [TestAPI.counter.subject, colleague.subject])
    let begin = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#
    for (subject, client) in [
      (nil, nil), ("", nil), ("balie\nbalie", nil), (nil, "koppeling"), ("koppeling", "koppeling"),
    ] {
      var claims = api.issuer.claims
      (claims.sub, claims.client_id) = (subject, client)
      let headers: HTTPFields = [
        .authorization: "Bearer \(try await api.issuer.token(claims))", .contentType: "application/json",
        .idempotencyKey: "k",
      ]
      let refused = try await api.send(.post, "/v1/casussen", headers: headers, body: begin)
      #expect(refused.status == (subject == "koppeling" ? 403 : 401), "\(refused.text)")
    }
    let count = try await api.pool.withConnection { connection in
      try connection.query("select count(*) from journal").first?[0, as: Int64.self]
    }
    #expect(count == 2)
  }

  @Test("A token that is bound to a key is not taken from whoever brings it") func bound() async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    claims.cnf = ["jkt": "x"]
    #expect(try await status(api, api.issuer.token(claims)) == 401)
  }

  @Test func withoutATokenNobodyGetsIn() async throws {
    let api = try await TestAPI()
    for headers: HTTPFields in [[:], [.authorization: "Basic YTpi"], [.authorization: "Bearer"]] {
      let reply = try await api.send(.get, "/v1/casussen", headers: headers)
      #expect(reply.status == 401)
      #expect(reply.isProblem)
      #expect(reply.headers[.wwwAuthenticate] == #"Bearer realm="casusregie""#)
    }
  }

  /// A number that no `Int` holds ended the process, before key or signature were looked at.
  @Test(arguments: ["eyJhIjoxZTE5fQ.e30.x", "eyJhIjoxZTE5fQ.eyJhIjoxZTE5fQ.AAAA"])
  func aHeaderThatNoLibraryCanTakeIsRefused(token: String) async throws {
    let api = try await TestAPI()
    #expect(try await status(api, token) == 401)
    #expect(try await api.send(.get, "/health/live").status == 200)
  }

  /// The same, in what the issuer signed.
  @Test func aTokenForNobodyIsRefused() async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    claims.aud = []
    #expect(try await status(api, api.issuer.token(claims)) == 401)
    #expect(try await api.send(.get, "/health/live").status == 200)
  }

  enum Wrong: CaseIterable {
    case issuer, audience, expired, early, noExpiry, noSubject, emptySubject, noOrganisation, shortOrganisation, noRoles

    func spoil(_ claims: inout TestIssuer.Claims) {
      switch self {
      case .issuer: claims.iss += "x"
      case .audience: claims.aud = ["iets-anders"]
      case .expired: claims.exp = Date().addingTimeInterval(-60)
      case .early: claims.nbf = Date().addingTimeInterval(120)
      case .noExpiry: claims.exp = nil
      case .noSubject: claims.sub = nil
      case .emptySubject: claims.sub = ""
      case .noOrganisation: claims.organisatie = nil
      case .shortOrganisation: claims.organisatie = "0000009900000000000"
      case .noRoles: claims.rollen = nil
      }
    }
  }

  @Test(arguments: Wrong.allCases) func aWrongClaimIsRefused(wrong: Wrong) async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    wrong.spoil(&claims)
    #expect(try await status(api, api.issuer.token(claims)) == 401)
  }

  /// Else whoever looks like one person proposes as one and approves as the other.
  @Test(arguments: ["iemand\u{200b}", "iemand ", "\u{202e}iemand", "iem\u{7}and"])
  func aPersonWhoLooksLikeAnotherIsRefused(subject: String) async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    claims.sub = subject
    #expect(try await status(api, api.issuer.token(claims)) == 401)
    let token = try await api.issuer.token(claims)
    let reply = try await api.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(token)"])
    #expect(reply["detail"].text?.contains("«sub»") == true && !reply.text.contains("iem"), "\(reply.text)")
  }

  @Test func clocksMayBeALittleApart() async throws {
    let api = try await TestAPI()
    var claims = api.issuer.claims
    claims.exp = Date().addingTimeInterval(-10)
    claims.nbf = Date().addingTimeInterval(10)
    #expect(try await status(api, api.issuer.token(claims)) == 200)
  }

  @Test func anotherKeyUnderTheSameNameIsRefused() async throws {
    let api = try await TestAPI()
    let other = try await TestIssuer()
    #expect(try await status(api, other.token(api.issuer.claims)) == 401)
  }

  @Test func aChangedTokenIsRefused() async throws {
    let api = try await TestAPI()
    let parts = try await api.issuer.token().split(separator: ".").map(String.init)
    var claims = api.issuer.claims
    claims.rollen = ["balie", "keurder"]
    let other = try await api.issuer.token(claims).split(separator: ".").map(String.init)
    #expect(try await status(api, [parts[0], other[1], parts[2]].joined(separator: ".")) == 401)
    #expect(try await status(api, parts[0] + "." + parts[1] + ".") == 401)
    #expect(try await status(api, parts[0] + "." + parts[1]) == 401)
    #expect(try await status(api, "a.b.c") == 401)
  }

  @Test func unsignedTokensAreRefused() async throws {
    let api = try await TestAPI()
    let body = try await api.issuer.token().split(separator: ".")[1]
    for algorithm in ["none", "None", ""] {
      let header = Data(#"{"alg":"\#(algorithm)","kid":"een"}"#.utf8).base64EncodedString()
      #expect(try await status(api, "\(TestIssuer.url(header)).\(body).") == 401)
    }
  }

  /// Whoever has the public key could sign with it as a shared secret, if the token chose how it is checked.
  @Test func aPublicKeyIsNoSharedSecret() async throws {
    let api = try await TestAPI()
    let key = try #require(api.issuer.state.withLock { $0.keys["een"] })
    let (x, _) = try #require(key.parameters)
    for secret in [key.publicKey.pemRepresentation, x] {
      let keys = await JWTKeyCollection().add(hmac: .init(from: secret), digestAlgorithm: .sha256, kid: "een")
      #expect(try await status(api, keys.sign(api.issuer.claims, kid: "een")) == 401)
    }
  }

  @Test func extensionsThatMustBeUnderstoodAreRefused() async throws {
    let api = try await TestAPI()
    #expect(try await status(api, api.issuer.token(header: ["crit": ["exp"]])) == 401)
  }

  @Test func aNewKeyIsFound() async throws {
    let api = try await TestAPI()
    #expect(try await status(api, api.issuer.token()) == 200)
    api.issuer.state.withLock { $0.keys = ["twee": ES256PrivateKey()] }
    #expect(try await status(api, api.issuer.token(key: "twee")) == 200)
    let other = try await TestIssuer()
    other.state.withLock { $0.keys["drie"] = ES256PrivateKey() }
    #expect(try await status(api, other.token(api.issuer.claims, key: "drie")) == 401)
  }

  @Test func theIssuerIsNotAskedWithoutEnd() async throws {
    let issuer = try await TestIssuer()
    let api = try await TestAPI { services in
      services.tokens = TokenVerifier(
        [issuer.configuration],
        client: .shared,
        logger: services.logger,
        pause: .seconds(600)
      )
    }
    let stranger = try await TestIssuer()
    stranger.state.withLock { $0.keys["vreemd"] = ES256PrivateKey() }
    #expect(try await status(api, issuer.token()) == 200)
    for _ in 0..<5 { #expect(try await status(api, stranger.token(issuer.claims, key: "vreemd")) == 401) }
    #expect(issuer.state.withLock(\.asked) == 1)
  }

  @Test func anIssuerThatIsAwayMakesTheServiceWait() async throws {
    let api = try await TestAPI()
    api.issuer.state.withLock { $0.isAway = true }
    let away = try await api.send(
      .get,
      "/v1/casussen",
      headers: [.authorization: "Bearer \(try await api.issuer.token())"]
    )
    #expect(away.status == 503)
    #expect(away.headers[.retryAfter] != nil)
    let ready = try await api.send(.get, "/health/ready")
    #expect(ready.status == 503)
    #expect(ready["nietGereed"][0].text == "uitgever")
    #expect(!ready.text.contains("127.0.0.1"))
    api.issuer.state.withLock { $0.isAway = false }
    // A request that waits for no issuer may have asked for the keys a moment before.
    try await waitFor("the keys") { try await status(api, api.issuer.token()) == 200 }
    #expect(try await api.send(.get, "/health/ready").status == 200)
    // Once the keys are there, the issuer may go.
    api.issuer.state.withLock { $0.isAway = true }
    #expect(try await status(api, api.issuer.token()) == 200)
  }

  @Test func anIssuerUnderAnotherNameIsNotBelieved() async throws {
    let api = try await TestAPI()
    api.issuer.state.withLock { $0.name = "https://iemand.anders.example" }
    #expect(try await status(api, api.issuer.token()) == 503)
  }

  @Test func keysOfOtherKindsArePassedOver() async throws {
    let api = try await TestAPI()
    api.issuer.state.withLock {
      $0.more = #"{"kty":"oct","kid":"geheim","k":"AAAA"},{"kty":"XX"},{"use":"enc","kty":"EC"}"#
    }
    #expect(try await status(api, api.issuer.token()) == 200)
  }

  @Test(arguments: [
    "http://login.example", "https://", "login.example", "https://localhost/x", "https://127.0.0.1", "https://[::1]/",
    "https://dienst.example/v1/lokaal/uitgever", "https://login.example?x=1", "https://u@login.example",
    "https://127.1/", "https://0x7f.0.0.1", "https://2130706433", "https://0177.0.0.1", "https://0.0.0.0", "https://0",
    "https://[::]", "https://[::ffff:127.0.0.1]", "https://[0:0:0:0:0:0:0:1]", "https://LOCALHOST",
    "https://localhost.", "https://een.localhost", "https://127.0.0.1.",
  ])
  func aRealServiceRefusesUnsafeIssuers(issuer: String) {
    #expect(throws: IssuerFault.self) { try IssuerConfiguration(issuer: issuer, audience: "casusregie") }
  }

  @Test func aRealIssuerIsTaken() throws {
    for host in ["128.0.0.1", "[2001:db8::1]", "127.example", "localhost.example"] {
      #expect(throws: Never.self) { try IssuerConfiguration(issuer: "https://\(host)/r", audience: "a") }
    }
    #expect(
      try IssuerConfiguration(issuer: "https://login.example/r", audience: "a").issuer == "https://login.example/r"
    )
    #expect(throws: IssuerFault.self) { try IssuerConfiguration(issuer: "https://login.example", audience: "") }
  }
}
