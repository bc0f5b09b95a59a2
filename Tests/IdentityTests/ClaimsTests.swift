import CaseCore
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
    ("exp", #""morgen""#), ("nbf", "true"), ("sub", nil), ("sub", "7"), ("sub", #""""#), ("sub", #""\u200b""#),
    ("sub", #""a\nb""#), ("sub", #""a\u202eb""#), ("rollen", nil), ("rollen", #""balie""#), ("rollen", "[7]"),
    ("organisatie", nil), ("organisatie", #""1""#), ("iss", #""x","iss":"y""#),
  ])
  func anotherFormIsAFault(name: String, value: String?) {
    #expect(throws: TokenFault.claims) { try claims([name: value]) }
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
    #expect(throws: TokenFault.claims) { try claims(["sub": "\"" + String(repeating: "x", count: 256) + "\""]) }
  }
}
