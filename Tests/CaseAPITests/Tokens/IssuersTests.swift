import AsyncHTTPClient
import CaseAPI
import CaseCore
import Foundation
import Hummingbird
import Identity
import JWTKit
import Synchronization
import TestServices
import Testing

/// Organisations with a provider each.
@Suite struct IssuersTests {
  private static let (first, second) = ("00000099000000000001", "00000099000000000002")

  private let one: TestIssuer
  private let two: TestIssuer
  private let api: TestAPI

  init() async throws {
    let (one, two) = (try await TestIssuer(), try await TestIssuer())
    (self.one, self.two) = (one, two)
    api = try await TestAPI { services in
      services.tokens = TokenVerifier(
        [
          Self.configuration(one, name: nil, organisations: nil).without([Self.second]),
          Self.configuration(two, name: "twee", organisations: [Self.second]),
        ],
        client: .shared,
        logger: services.logger,
        pause: .zero
      )
      services.healthChecks = services.tokens.healthChecks
    }
  }

  private static func configuration(
    _ issuer: TestIssuer,
    name: String?,
    organisations: Set<String>?
  ) -> IssuerConfiguration {
    IssuerConfiguration(
      unchecked: issuer.address,
      audience: "casusregie",
      name: name,
      organisations: organisations,
      algorithms: [.es256]
    )
  }

  private func reply(_ issuer: TestIssuer, _ change: (inout TestIssuer.Claims) -> Void) async throws -> Reply {
    var claims = issuer.claims
    change(&claims)
    return try await api.send(
      .get,
      "/v1/casussen",
      headers: [.authorization: "Bearer \(try await issuer.token(claims))"]
    )
  }

  @Test("An issuer speaks for its own organisations only") func organisations() async throws {
    #expect(try await reply(two) { $0.organisatie = Self.second }.status == 200)
    let other = try await reply(two) { $0.organisatie = Self.first }
    #expect(other.status == 401)
    #expect(other["detail"].text?.contains("spreekt niet voor") == true)
    // The one of everybody does not speak for who has an issuer of its own.
    #expect(try await reply(one) { $0.organisatie = Self.second }.status == 401)
    #expect(try await reply(one) { $0.organisatie = Self.first }.status == 200)
  }

  @Test("The keys of one issuer are no keys of another") func keys() async throws {
    #expect(try await reply(two) { ($0.iss, $0.organisatie) = (one.address, Self.second) }.status == 401)
    #expect(try await reply(one) { ($0.iss, $0.organisatie) = (two.address, Self.second) }.status == 401)
    #expect(one.state.withLock(\.asked) > 0 && two.state.withLock(\.asked) > 0)
  }

  @Test("Nobody is taken for a person of another issuer") func persons() async throws {
    let tokens = TokenVerifier(
      [
        Self.configuration(one, name: nil, organisations: nil),
        Self.configuration(two, name: "twee", organisations: [Self.second]),
      ],
      client: .shared,
      logger: api.services.logger,
      pause: .zero
    )
    var claims = two.claims
    claims.organisatie = Self.second
    #expect(try await tokens.actor(token: two.token(claims)).subject == "twee/iemand")
    #expect(try await tokens.actor(token: one.token()).subject == "iemand")
    // The second begins with a character that joins the one before it.
    for subject in ["twee/iemand", "twee/\u{ff9e}iemand"] {
      var pretended = one.claims
      pretended.sub = subject
      let token = try await one.token(pretended)
      await #expect(throws: TokenFault.subject) { try await tokens.actor(token: token) }
    }
    claims.sub = String(repeating: "x", count: 255)
    let long = try await two.token(claims)
    await #expect(throws: TokenFault.subject) { try await tokens.actor(token: long) }
  }

  @Test("One that is away keeps out its own people, and nobody else") func away() async throws {
    one.state.withLock { $0.isAway = true }
    #expect(try await reply(one) { _ in }.status == 503)
    #expect(try await reply(two) { $0.organisatie = Self.second }.status == 200)
    let ready = try await api.send(.get, "/health/ready")
    #expect(ready.status == 200 && ready["beperkt"].items.map(\.text) == ["uitgever:*"], "\(ready.text)")
    two.state.withLock { $0.isAway = true }
    // Its keys are there; whether it has another now nobody knows.
    #expect(try await reply(two) { $0.organisatie = Self.second }.status == 200)
    two.state.withLock { $0.keys["nieuw"] = ES256PrivateKey() }
    let token = try await two.token(key: "nieuw")
    let unknown = try await api.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(token)"])
    #expect(unknown.status == 503)
  }

  @Test("How the service is waits for no issuer, and names those whose keys are not there") func slow() async throws {
    // Each answers when it is let go, and not before.
    let held = Signal([one.address, two.address])
    let fetch: IssuerFetch = { address, largest in
      try await held.wait(for: "the issuer to be let go") { held in !held.contains { address.hasPrefix($0 + "/") } }
      return try await IssuerHTTP.fetch(by: .shared)(address, largest)
    }
    let configurations = [
      Self.configuration(one, name: "een", organisations: [Self.first]),
      Self.configuration(two, name: "twee", organisations: [Self.second]),
    ]
    let api = try await TestAPI { services in
      services.tokens = TokenVerifier(configurations, logger: services.logger, pause: .zero, fetch: fetch)
      services.healthChecks = services.tokens.healthChecks
    }
    let cold = try await api.send(.get, "/health/ready")
    #expect(cold.status == 503 && cold["nietGereed"].items.map(\.text) == ["uitgever"], "\(cold.text)")
    #expect(cold["beperkt"].items.map(\.text) == ["uitgever:een", "uitgever:twee"])
    func waitUntilLacking(_ names: [String]) async throws {
      try await waitFor("exactly \(names) to be without keys") {
        let reply = try await api.send(.get, "/health/ready")
        return reply.status == 200 && reply["beperkt"].items.map(\.text) == names
      }
    }
    held.update { $0 = [one.address] }
    try await waitUntilLacking(["uitgever:een"])
    held.update { $0 = [] }
    try await waitUntilLacking([])
  }

  @Test("An issuer that nobody named is not asked for anything") func stranger() async throws {
    let stranger = try await TestIssuer()
    #expect(try await reply(stranger) { _ in }.status == 401)
    #expect(stranger.state.withLock(\.asked) == 0)
  }
}
