import CaseCore
import Foundation
import Identity
import Testing

@Suite struct ClaimsTests {
  private static let issuer = IssuerConfiguration(unchecked: "https://login.example", audience: "casusregie")

  private func claims(_ changes: [String: String?] = [:]) throws(TokenFault) -> TokenClaims {
    var members: [String: String] = [
      "iss": #""https://login.example""#, "aud": #""casusregie""#, "exp": "1900000000", "sub": #""iemand""#,
      "organisatie": #""00000099000000000001""#, "rollen": #"["balie"]"#,
    ]
    for (name, value) in changes { members[name] = value }
    let text = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    return try TokenClaims(Array(text.utf8))
  }

  @Test func whatIsThereIsRead() throws {
    let claims = try claims(["nbf": "1.5e9", "aud": #"["x","casusregie"]"#, "more": #"{"a":[1e19,0.5]}"#])
    try claims.check(Self.issuer, at: 1_800_000_000)
    #expect(claims.actor == Actor(subject: "iemand", organisation: "00000099000000000001", roles: ["balie"]))
  }

  @Test("A token of a system says so by its subject, or by a claim that only such tokens have") func machines() throws {
    let keycloak = IssuerConfiguration(unchecked: "https://login.example", audience: "a", machineClaim: "client_id")
    #expect(try !claims().isMachine(Self.issuer) && !claims().isMachine(keycloak))
    #expect(try claims(["client_id": #""iemand""#]).isMachine(Self.issuer))
    #expect(try claims(["azp": #""iemand""#]).isMachine(Self.issuer))
    // A person's, got by some client.
    #expect(try !claims(["azp": #""balie-app""#]).isMachine(Self.issuer))
    #expect(try claims(["client_id": #""koppeling""#]).isMachine(keycloak))
  }

  @Test(
    "It may be bound to a key or a certificate",
    arguments: [
      (nil, nil), ("null", nil), (#"{"jkt":"abc"}"#, TokenConfirmation(key: "abc")),
      (#"{"x5t#S256":"abc"}"#, TokenConfirmation(certificate: "abc")),
      (#"{"x5t#S256":"abc","jkt":"d"}"#, TokenConfirmation(key: "d", certificate: "abc")),
    ]
  )
  func bound(claim: String?, confirmation: TokenConfirmation?) throws {
    #expect(try claims(["cnf": claim]).confirmation == confirmation)
  }

  @Test(
    "One that is bound to what is not known here is not taken for one that is bound to nothing",
    arguments: [
      #"{}"#, #"{"kid":"abc"}"#, #"{"x5t":"abc"}"#, #"{"x5t#S256":7}"#, #"{"jkt":null,"x5t#S256":"abc"}"#, "7",
    ]
  )
  func boundOtherwise(claim: String) {
    #expect(throws: TokenFault.claims) { try claims(["cnf": claim]) }
  }

  /// Issuers write times with fractions too.
  @Test(arguments: [("1900000000.75", true), ("1e400", true), ("1.7e9", false), ("-1e400", false)])
  func anyNumberIsATime(expiry: String, holds: Bool) throws {
    let claims = try claims(["exp": expiry])
    if holds {
      try claims.check(Self.issuer, at: 1_800_000_000)
    } else {
      #expect(throws: TokenFault.expired) { try claims.check(Self.issuer, at: 1_800_000_000) }
    }
  }

  @Test(arguments: [
    ("iss", nil), ("iss", "7"), ("aud", nil), ("aud", "7"), ("aud", "[7]"), ("aud", "{}"), ("exp", nil),
    ("exp", #""morgen""#), ("nbf", "true"), ("sub", nil), ("sub", "7"), ("rollen", nil), ("rollen", #""balie""#),
    ("rollen", "[7]"),
    ("organisatie", nil), ("organisatie", #""1""#), ("iss", #""x","iss":"y""#),
  ])
  func anotherFormIsAFault(name: String, value: String?) {
    #expect(throws: TokenFault.claims) { try claims([name: value]) }
  }

  /// Anna would be two people, and approve what she proposed.
  @Test(arguments: [
    "", "\u{200b}", "anna\u{200b}", "\u{feff}anna", "an\u{ad}na", "anna\u{fe0f}", "an\u{200d}na", "anna\u{e0041}",
    "an\u{34f}na", "anna ", " anna", "anna\u{a0}", "an\u{2003}na", "anna\t", "an\nna", "an\u{2028}na", "an\u{0}na",
    "an\u{1b}na", "an\u{202e}na", "\u{2066}anna", "anna\u{2800}", "\u{301}anna", "anna\u{378}",
    String(repeating: "x", count: 256), String(repeating: "é", count: 128),
  ])
  func aPersonIsSeenAsAWhole(subject: String) throws {
    let value = String(decoding: try JSONEncoder().encode(subject), as: UTF8.self)
    #expect(throws: TokenFault.subject) { try claims(["sub": value]) }
  }

  @Test(arguments: [
    "anna", "anna de vries", "anna@gemeente.example", "auth0|5f7c8ec7c33c6c004bbafe82", "Żaneta", "नेहा", "أحمد",
    "A.\u{327}x",
    String(repeating: "x", count: 255),
  ])
  func aPersonWhoIsSeenAsAWholeIsTaken(subject: String) throws {
    #expect(try claims(["sub": "\"\(subject)\""]).actor.subject == subject)
  }

  @Test func aPersonWhoIsWrittenInTwoWaysIsOne() throws {
    let written = try ["zo\u{eb}", "zoe\u{308}"].map { try claims(["sub": "\"\($0)\""]).actor.subject }
    #expect(written.map { Array($0.utf8) } == [Array("zo\u{eb}".utf8), Array("zo\u{eb}".utf8)])
  }

  @Test func nobodyIsNotUs() throws {
    #expect(throws: TokenFault.audience) { try claims(["aud": "[]"]).check(Self.issuer, at: 1_800_000_000) }
  }

  @Test func longOnesAreRefused() {
    let long = "\"" + String(repeating: "x", count: 20_000) + "\""
    #expect(throws: TokenFault.claims) { try claims(["more": long]) }
    #expect(throws: TokenFault.claims) {
      try claims(["rollen": "[" + String(repeating: "\"a\",", count: 101) + "\"a\"]"])
    }
  }
}
