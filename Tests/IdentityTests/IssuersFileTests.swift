import Foundation
import Identity
import Testing

@Suite struct IssuersFileTests {
  private static let whole = """
    {"issuers":[
      {"name":"utrecht","issuer":"https://login.utrecht.example/realms/x","audience":"casusregie",
       "organisations":["00000099000000000001","00000099000000000002"],
       "organisation":{"claim":["afdeling","oin"],"values":{"Wonen":"00000099000000000002"}},
       "roles":{"claim":["realm_access","roles"],"prefix":"cr-","values":{"Regie":["balie","keurder"],"Lezen":"balie"}},
       "machineClaim":"client_id","algorithms":["ES256"],"clockSkewSeconds":5},
      {"name":"politie","issuer":"https://sts.politie.example","audience":"api://casusregie",
       "commandAudience":"api://casusregie-opdrachten","organisations":["00000099000000000003"],
       "person":{"claim":"oid"},"organisation":{"always":"00000099000000000003"},
       "acr":{"claim":"acrs","values":{"https://refeds.org/profile/mfa":"substantieel","c2":["hoog","substantieel"]}}}
    ]}
    """

  private func read(_ text: String) throws(IssuersFile.Faults) -> [IssuerConfiguration] {
    try IssuersFile.read(Array(text.utf8), commandAudience: "casusregie-opdrachten")
  }

  @Test("Each issuer is read with how its tokens say who holds them") func whole() throws {
    let issuers = try read(Self.whole)
    #expect(issuers.map(\.name) == ["utrecht", "politie"])
    #expect(issuers.map(\.audience) == ["casusregie", "api://casusregie"])
    #expect(issuers.map(\.commandAudience) == [nil, "api://casusregie-opdrachten"])
    #expect(issuers.map(\.clockSkew) == [5, IssuerConfiguration.usualClockSkew])
    #expect(issuers[0].claims.person == ["sub"] && issuers[1].claims.person == ["oid"])
    #expect(issuers[1].claims.organisation == .always("00000099000000000003"))
    #expect(issuers[1].claims.roles == ClaimMapping.Roles(path: ["rollen"]))
    #expect(issuers[0].claims.authentication == ClaimMapping.Authentication())
    let levels = ["https://refeds.org/profile/mfa": ["substantieel"], "c2": ["hoog", "substantieel"]]
    #expect(issuers[1].claims.authentication == ClaimMapping.Authentication(path: ["acrs"], values: levels))
    #expect(issuers[0].claims.roles.values == ["Regie": ["balie", "keurder"], "Lezen": ["balie"]])
  }

  @Test("All that is wrong is told at once, with where it stands") func faults() throws {
    let text = """
      {"isuers":1,"issuers":[
        {"name":"Utrecht/1","issuer":"http://login.example","organisations":["1"],"algorithm":"ES256",
         "roles":{"prefix":""},"clockSkewSeconds":301},
        {"name":"b","issuer":"https://b.example","audience":"casusregie-opdrachten","organisations":["00000099000000000001"],
         "organisation":{"claim":"x","always":"00000099000000000002","values":{}},"algorithms":["HS256"],"person":"sub"},
        {"name":"b","issuer":"https://b.example","audience":"a","organisations":["00000099000000000001"],"roles":{"claim":[],
         "values":{"a":[],"b":""}},"acr":{"claim":"","value":{},"values":{"a b":"x","c":"zeer hoog","d":[]}}}]}
      """
    let faults = #expect(throws: IssuersFile.Faults.self) { try read(text) }?.faults ?? []
    let places = Set(faults.map { $0.prefix { $0 != ":" } })
    let expected: Set<Substring> = [
      "isuers", "issuers/0/name", "issuers/0/issuer", "issuers/0/audience", "issuers/0/organisations",
      "issuers/0/algorithm", "issuers/0/roles/claim", "issuers/0/roles/prefix", "issuers/0/clockSkewSeconds",
      "issuers/1/commandAudience", "issuers/1/organisation", "issuers/1/organisation/values", "issuers/1/algorithms",
      "issuers/1/person", "issuers/1/person/claim", "issuers/2/roles/claim", "issuers/2/roles/values/a",
      "issuers/2/roles/values/b", "issuers/2/acr/claim", "issuers/2/acr/value", "issuers/2/acr/values",
      "issuers/2/acr/values/c", "issuers/2/acr/values/d", "issuers",
    ]
    #expect(places == expected, "\(faults)")
    #expect(faults.contains("issuers: issuer https://b.example is there 2 times"))
    #expect(faults.contains("issuers: name b is there 2 times"))
    #expect(faults.contains("issuers: organisation 00000099000000000001 is there 2 times"))
  }

  @Test("Roles that are one text have what divides them") func separator() throws {
    func file(_ separator: String) -> String {
      #"{"issuers":[{"name":"a","issuer":"https://a.example","audience":"a","organisations":["00000099000000000001"],"#
        + #""roles":{"claim":"scope","separator":"\#(separator)"}}]}"#
    }
    #expect(try read(file(" "))[0].claims.roles == ClaimMapping.Roles(path: ["scope"], separator: " "))
    let faults = #expect(throws: IssuersFile.Faults.self) { try read(file("")) }?.faults ?? []
    #expect(faults.map { $0.prefix { $0 != ":" } } == ["issuers/0/roles/separator"])
  }

  @Test("What the page for operators shows is a file that is taken") func examples() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/operations/identity.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```json\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    let issuers = blocks.filter { $0.contains(#""issuer""#) }.map {
      $0.contains(#""issuers""#) ? $0 : #"{"issuers":[\#($0)]}"#
    }
    #expect(try issuers.map { try read($0).map(\.name) } == [["voorbeeldstad", "eenheid-oost"], ["voorbeeldstad"]])
    // Neither of these two says by the subject that a token is a system's.
    #expect(try read(issuers[0]).map(\.machineClaim) == ["client_id", "idtyp"])
  }

  @Test("Systems that must have bound tokens are those of all its organisations, or of some") func bound() throws {
    let (one, two) = ("00000099000000000001", "00000099000000000002")
    func file(_ member: String) -> String {
      #"{"issuers":[{"name":"a","issuer":"https://a.example","audience":"a","organisations":["\#(one)","\#(two)"]\#(member)}]}"#
    }
    func read(_ member: String) throws -> Set<String> { try self.read(file(member))[0].certificateBoundSystems }
    #expect(try read("").isEmpty && read(#","certificateBoundSystems":false"#).isEmpty)
    #expect(try read(#","certificateBoundSystems":true"#) == [one, two])
    #expect(try read(#","certificateBoundSystems":["\#(two)"]"#) == [two])
    for wrong in ["[]", #""ja""#, #"["00000099000000000003"]"#, "[1]"] {
      let text = file(#","certificateBoundSystems":\#(wrong)"#)
      let faults = #expect(throws: IssuersFile.Faults.self) { try self.read(text) }?.faults ?? []
      #expect(faults.map { $0.prefix { $0 != ":" } } == ["issuers/0/certificateBoundSystems"], "\(wrong)")
    }
  }

  @Test("A file without an issuer is none", arguments: ["", "[]", "{}", #"{"issuers":[]}"#, #"{"issuers":{}}"#, "{"])
  func none(text: String) {
    #expect(throws: IssuersFile.Faults.self) { try read(text) }
  }
}
