import Testing

/// What an administrator reads of the deadlines that can be set, and of an option that cannot be meant.
@Suite struct SettingsTextTests {
  private static let overview = #"""
    {"revisie":4,"nietLeesbaar":[],"werkstromen":[{"werkstroom":"uitleen","versie":"1.0.0","hoofdonderdeel":"uitleen",
    "termijnen":[{"onderdeel":"uitleen","sleutel":"beslissen","omschrijving":"Beslissen",
    "gepubliceerd":{"lengte":"P10D"},"geldend":[{"regio":null,"casustype":null,"waarde":{"lengte":"P10D"}},
    {"regio":"oost","casustype":null,"waarde":{"lengte":"P5D"}}]}]}]}
    """#

  private func deadline(_ words: String...) async throws -> (result: Program.Result, asked: Int) {
    let stub = try StubService(status: "200 OK", body: Self.overview)
    defer { stub.stop() }
    let result = try await Program.run(
      ["deadline"] + words,
      environment: ["CASUSREGIE_TOKEN": "een-toegangstoken", "CASUSREGIE_SERVICE": stub.url]
    )
    return (result, stub.requests.count)
  }

  @Test func whatHoldsElsewhereIsToldFromWhatHoldsInARegion() async throws {
    let result = try await deadline("settings", "--all").result
    #expect(
      result.output == """
        uitleen 1.0.0, instelling 4
          uitleen/beslissen  «Beslissen»
            werkstroom: lengte 10 dagen
            geldt overal elders: zoals de werkstroom
            geldt regio oost: lengte 5 dagen

        """,
      "\(result.errors)"
    )
  }

  @Test func aWorkflowThatIsMisspeltGetsASuggestion() async throws {
    let (result, asked) = try await deadline(
      "propose",
      "--workflow",
      "uitlen",
      "--deadline",
      "beslissen",
      "--length",
      "P2D",
      "--reason",
      "x"
    )
    #expect(result.code == 1 && asked == 1)
    #expect(result.errors == "casusregie: De werkstroom «uitlen» bestaat niet. Bedoeld is misschien «uitleen».\n")
  }

  @Test func besidesWhatIsTakenAwayNothingIsSet() async throws {
    let (result, asked) = try await deadline(
      "propose",
      "--workflow",
      "uitleen",
      "--clear",
      "--calendar",
      "oost",
      "--reason",
      "x"
    )
    #expect(result.code == 2 && result.errors.contains("--clear neemt weg"), "\(result.errors)")
    #expect(asked == 0)
  }
}
