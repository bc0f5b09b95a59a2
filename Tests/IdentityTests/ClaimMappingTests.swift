import CaseCore
import Identity
import Testing

/// Tokens as providers make them, of which nothing can be changed here.
@Suite struct ClaimMappingTests {
  private static let number = "00000099000000000001"

  private func actor(_ more: String, _ mapping: ClaimMapping) throws(TokenFault) -> Actor {
    let text = #"{"iss":"https://login.example","aud":"a","exp":1900000000,"sub":"iemand","# + more + "}"
    return try TokenClaims(Array(text.utf8), mapping: mapping).actor
  }

  @Test("Keycloak: roles of a realm, an attribute that became a list, a prefix and a table") func keycloak() throws {
    let mapping = ClaimMapping(
      organisation: .claim(["afdeling"], values: ["Wonen": Self.number]),
      roles: .init(path: ["realm_access", "roles"], prefix: "cr-", values: ["regie": ["balie", "keurder"]])
    )
    let token = #""afdeling":["Wonen"],"realm_access":{"roles":["offline_access","cr-regie","cr-anders","regie"]}"#
    let actor = try actor(token, mapping)
    #expect(actor == Actor(subject: "iemand", organisation: Self.number, roles: ["balie", "keurder"]))
  }

  @Test("Entra ID: another id of the person, one organisation, roles of the application") func entra() throws {
    let mapping = ClaimMapping(person: ["oid"], organisation: .always(Self.number), roles: .init(path: ["roles"]))
    let actor = try actor(#""oid":"6f1c","roles":["balie"],"organisatie":"00000099000000000009""#, mapping)
    #expect(actor == Actor(subject: "6f1c", organisation: Self.number, roles: ["balie"]))
  }

  @Test(
    "What does not say who it is is refused",
    arguments: [
      #""afdeling":"Water","r":["balie"]"#, #""afdeling":["Wonen","Wonen"],"r":["balie"]"#, #""afdeling":[],"r":[]"#,
      #""afdeling":{"x":1},"r":[]"#, #""r":["balie"]"#, #""afdeling":"Wonen""#, #""afdeling":"Wonen","r":"balie""#,
      #""afdeling":"Wonen","r":[1]"#, #""afdeling":"00000099000000000001","r":[]"#,
    ]
  )
  func refused(token: String) {
    let mapping = ClaimMapping(
      organisation: .claim(["afdeling"], values: ["Wonen": Self.number]),
      roles: .init(path: ["r"])
    )
    #expect(throws: TokenFault.claims) { try actor(token, mapping) }
  }

  @Test(
    "At which level somebody signed in is a text or a list; what is not understood is no level, and no fault",
    arguments: [
      (#""acr":"hoog""#, ["hoog"]), (#""acr":["hoog","c1"]"#, ["hoog", "c1"]), (#""acr":"""#, []), (#""acr":1"#, []),
      (#""acr":null"#, []), (#""acr":["hoog",1]"#, []), (#""acr":{"x":1}"#, []), (#""acr":"zeer hoog""#, []),
      (#""x":"hoog""#, []),
    ] as [(String, Set<String>)]
  )
  func levels(claim: String, levels: Set<String>) throws {
    let mapping = ClaimMapping(organisation: .always(Self.number))
    #expect(try actor(#""rollen":[],"# + claim, mapping).authentication == levels)
  }

  @Test("With a table only what is in it gives levels, and one value can give more than one") func levelsByTable()
    throws
  {
    let mapping = ClaimMapping(
      organisation: .always(Self.number),
      authentication: .init(path: ["x", "acrs"], values: ["c1": ["substantieel"], "c2": ["hoog", "substantieel"]])
    )
    func levels(_ claim: String) throws -> Set<String> {
      try actor(#""rollen":[],"acr":"hoog","# + claim, mapping).authentication
    }
    #expect(try levels(#""x":{"acrs":["c1","p1"]}"#) == ["substantieel"])
    #expect(try levels(#""x":{"acrs":"c2"}"#) == ["hoog", "substantieel"])
    #expect(try levels(#""x":{"acrs":["hoog"]}"#) == [])
    #expect(try levels(#""acrs":["c2"]"#) == [])
  }

  @Test("A claim that is one text is divided, as scope is") func separator() throws {
    let roles = ClaimMapping.Roles(path: ["scope"], prefix: "cr-", separator: " ")
    let mapping = ClaimMapping(organisation: .always(Self.number), roles: roles)
    #expect(try actor(#""scope":"openid cr-balie  cr-keurder""#, mapping).roles == ["balie", "keurder"])
    #expect(try actor(#""scope":"openid""#, mapping).roles.isEmpty)
    for other in [#""scope":["cr-balie"]"#, #""scope":7"#, #""rollen":"cr-balie""#] {
      #expect(throws: TokenFault.claims) { try actor(other, mapping) }
    }
  }

  @Test("A claim of another form on the way is no claim") func path() {
    let mapping = ClaimMapping(person: ["a", "b"], organisation: .always(Self.number), roles: .init(path: ["r"]))
    for person in [#""a":"b""#, #""a":["b"]"#, #""a":{"b":7}"#, #""b":"x""#] {
      #expect(throws: TokenFault.claims) { try actor(person + #","r":[]"#, mapping) }
    }
  }
}
