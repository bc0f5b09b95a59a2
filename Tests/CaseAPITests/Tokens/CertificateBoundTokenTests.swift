import AsyncHTTPClient
import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Identity
import Logging
import TestServices
import Testing

/// Tokens that are good only together with the certificate of the connection (RFC 8705).
@Suite("Tokens bound to a certificate") struct CertificateBoundTokenTests {
  /// Whose systems must have bound tokens, and whose may.
  private static let (strict, lenient) = ("00000099000000000001", "00000099000000000002")

  /// What comes with a request.
  struct Sent: Sendable, CustomTestStringConvertible {
    var isSystem = true
    var organisation = strict
    /// The certificate that the token is bound to; `nil` for one that is bound to none.
    var bound: String?
    /// The key that it is bound to.
    var key: String?
    /// The certificate of the connection.
    var shown: String?

    var testDescription: String {
      "\(isSystem ? "system" : "person") of \(organisation), bound to \(bound ?? key ?? "nothing"), shows \(shown ?? "nothing")"
    }
  }

  private static let taken = [
    Sent(bound: "client", shown: "client"),
    Sent(organisation: lenient), Sent(organisation: lenient, shown: "client"),
    Sent(isSystem: false), Sent(isSystem: false, shown: "client"),
    Sent(isSystem: false, bound: "client", shown: "client"),
  ]

  private static let refused = [
    Sent(bound: "client", shown: "other"), Sent(bound: "client"), Sent(bound: "stranger"), Sent(shown: "client"),
    Sent(),
    Sent(organisation: lenient, bound: "client"), Sent(organisation: lenient, bound: "client", shown: "other"),
    Sent(isSystem: false, bound: "client"), Sent(isSystem: false, bound: "other", shown: "client"),
  ]

  /// Nothing shows here who has a key.
  private static let bound = [
    Sent(key: "x"), Sent(bound: "client", key: "x", shown: "client"), Sent(isSystem: false, key: "x", shown: "client"),
  ]

  private static func headers(
    _ sent: Sent,
    _ issuer: TestIssuer,
    _ files: CertificateFolder
  ) async throws -> HTTPFields {
    var claims = issuer.claims
    claims.organisatie = sent.organisation
    if sent.isSystem { (claims.sub, claims.client_id) = ("koppeling", "koppeling") }
    claims.cnf = [:]
    claims.cnf?["x5t#S256"] = try sent.bound.map(files.thumbprint)
    claims.cnf?["jkt"] = sent.key
    if claims.cnf == [:] { claims.cnf = nil }
    return [.authorization: "Bearer \(try await issuer.token(claims))"]
  }

  /// The API with an issuer that demands bound tokens of the systems of one organisation.
  private static func with(_ body: (SecuredAPI, TestIssuer) async throws -> Void) async throws {
    let files = try await blocking {
      let files = try CertificateFolder()
      try files.makeClient("other", commonName: "other")
      try files.makeClient("stranger", commonName: "partner", by: "other-ca")
      return files
    }
    defer { files.remove() }
    let issuer = try await TestIssuer()
    let api = try await TestAPI { services in
      let configuration = IssuerConfiguration(
        unchecked: issuer.address,
        audience: "casusregie",
        organisations: [strict, lenient],
        certificateBoundSystems: [strict]
      )
      services.tokens = TokenVerifier([configuration], client: .shared, logger: services.logger, pause: .zero)
    }
    try await SecuredAPI.run(api, files) { try await body($0, issuer) }
  }

  @Test("A bound token is good with its certificate only, and some must be bound") func connections() async throws {
    try await Self.with { api, issuer in
      func send(_ sent: Sent, _ more: HTTPFields = [:]) async throws -> Reply {
        var headers = try await Self.headers(sent, issuer, api.files)
        for field in more { headers.append(field) }
        return try await api.get("/v1/casussen", certificate: sent.shown, headers: headers)
      }
      for sent in Self.taken {
        let reply = try await send(sent)
        #expect(reply.status == 200, "\(sent.testDescription): \(reply.text)")
      }
      for (code, all) in [("token-binding", Self.refused), ("unauthenticated", Self.bound)] {
        for sent in all {
          let reply = try await send(sent)
          #expect(reply.status == 401 && reply.isProblem, "\(sent.testDescription): \(reply.text)")
          #expect(reply["code"].text == code, "\(sent.testDescription)")
          #expect(reply.headers[.wwwAuthenticate] == #"Bearer realm="casusregie", error="invalid_token""#)
        }
      }
      // What a proxy says of a certificate is believed of nobody (RFC 9440).
      let text = try String(contentsOfFile: api.files.path("client.pem"), encoding: .utf8)
      let certificate = text.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
      let name = try #require(HTTPField.Name("Client-Cert"))
      let pretended = try await send(Sent(bound: "client"), [name: ":\(certificate):"])
      #expect(pretended.status == 401)
    }
  }

  @Test("A token that came another way must be bound too, and cannot be shown to be") func administration() async throws
  {
    let issuer = try await TestIssuer()
    let configuration = IssuerConfiguration(
      unchecked: issuer.address,
      audience: "casusregie",
      organisations: [Self.strict, Self.lenient],
      certificateBoundSystems: [Self.strict]
    )
    let tokens = TokenVerifier([configuration], client: .shared, logger: Logger(label: "test"), pause: .zero)
    var claims = issuer.claims
    (claims.sub, claims.client_id) = ("koppeling", "koppeling")
    claims.organisatie = Self.strict
    let strict = try await issuer.token(claims)
    await #expect(throws: TokenFault.unbound) { try await tokens.actor(token: strict) }
    claims.organisatie = Self.lenient
    #expect(try await tokens.actor(token: issuer.token(claims)).organisation == Self.lenient)
  }

  @Test("A certificate of an authority that is not named makes no connection, without one everybody may come")
  func authorities() async throws {
    try await Self.with { api, _ in
      let path = "/health/live"
      await #expect(throws: (any Error).self) { try await api.get(path, certificate: "stranger", headers: [:]) }
      for certificate in [nil, "client", "other"] {
        let reply = try await api.get(path, certificate: certificate, headers: [:])
        #expect(reply.status == 200)
      }
    }
  }
}
