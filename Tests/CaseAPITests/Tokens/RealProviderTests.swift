import AsyncHTTPClient
import CaseAPI
import CaseCore
import Identity
import LocalServices
import Logging
import Testing

/// Tokens that a provider makes which others use: Glewlwyd, as Debian has it.
@Suite("Tokens of a real provider", .timeLimit(.minutes(3))) struct RealProviderTests {
  private static let number = "00000099000000000001"

  private static func tokens(of provider: RealProvider) -> TokenVerifier {
    let roles = ClaimMapping.Roles(
      path: ["rollen"],
      prefix: "casusregie-",
      values: ["regie": ["balie", "keurder"], "inzage": ["lezer"]],
      separator: ","
    )
    let configuration = IssuerConfiguration(
      unchecked: provider.issuer,
      audience: RealProvider.audience,
      name: "voorbeeldstad",
      organisations: [number],
      claims: ClaimMapping(organisation: .claim(["afdeling"], values: ["Wonen": number]), roles: roles)
    )
    return TokenVerifier([configuration], client: .shared, logger: Logger(label: "provider"), pause: .zero)
  }

  @Test("A person is that person, with organisation and roles, and a system a system") func holders() async throws {
    let provider = try await RealProvider.start(signing: .rsa())
    let tokens = Self.tokens(of: provider)
    let token = try await provider.tokenOfPerson()
    let subject = try await provider.subject(of: token)
    let person = try await tokens.claims(authorization: ["Bearer \(token)"], holder: .person).actor
    let expected = Actor(
      subject: "voorbeeldstad/\(subject)",
      organisation: Self.number,
      roles: ["balie", "keurder"]
    )
    #expect(person == expected)
    await #expect(throws: TokenFault.person) {
      try await tokens.claims(authorization: ["Bearer \(token)"], holder: .system)
    }
    let other = try await provider.tokenOfPerson(for: RealProvider.otherAudience)
    await #expect(throws: TokenFault.audience) { try await tokens.actor(token: other) }

    let ofSystem = try await provider.tokenOfSystem()
    let system = try await tokens.claims(authorization: ["Bearer \(ofSystem)"], holder: .system).actor
    let name = "voorbeeldstad/\(RealProvider.system)"
    #expect(system == Actor(subject: name, organisation: Self.number, roles: ["lezer"]))
    await #expect(throws: TokenFault.machine) {
      try await tokens.claims(authorization: ["Bearer \(ofSystem)"], holder: .person)
    }
    await provider.service.stop()
  }

  @Test("A new key is found, and the one that the provider took away is none") func keys() async throws {
    let provider = try await RealProvider.start(signing: .rsa())
    let tokens = Self.tokens(of: provider)
    let former = try await provider.tokenOfPerson()
    let person = try await tokens.actor(token: former)
    try await provider.sign(with: .ecdsa())
    let token = try await provider.tokenOfPerson()
    #expect(try await tokens.actor(token: token) == person)
    await #expect(throws: TokenFault.unknownKey) { try await tokens.actor(token: former) }
    await provider.service.stop()
  }
}
