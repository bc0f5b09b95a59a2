import Testing

/// What is wrong with a proposal, in the words of whoever typed it.
@Suite struct ProposalFaultTests {
  private func propose(_ stub: StubService, _ arguments: String...) async throws -> Program.Result {
    try await Program.run(
      ["deadline", "propose", "--service", stub.url] + arguments,
      environment: ["CASUSREGIE_TOKEN": "een-toegangstoken"]
    )
  }

  /// A service in which nothing is set, and that finds these faults in a proposal.
  private static func service(finding faults: [(String, String)]) throws -> StubService {
    let list = faults.map { #"{"veld":"\#($0.0)","melding":"\#($0.1)"}"# }.joined(separator: ",")
    let refusal = StubService.text("400 Bad Request", body: #"{"detail":"Klopt niet.","fouten":[\#(list)]}"#)
    return try StubService { $0 == 1 ? StubService.text("200 OK", body: #"{"instellingen":[]}"#) : refusal }
  }

  @Test func aFaultNamesTheOptionAndNotThePlaceInTheRequest() async throws {
    let stub = try Self.service(finding: [
      ("wijzigingen[0].lengte", "A."), ("wijzigingen[0]", "H."), ("wijzigingen[1].lengte", "B."),
      ("wijzigingen[2].lengte", "B."),
      ("wijzigingen[2].termijn.sleutel", "C."), ("wijzigingen[3].datum", "D."), ("wijzigingen[3].bron", "E."),
      ("reden", "F."), ("verzoek", "G."),
    ])
    defer { stub.stop() }
    let folder = try TemporaryFolder()
    let file = try folder.write(#"[{"wijziging":"instellen","lengte":"2 maanden"}]"#, to: "changes.json")
    let result = try await propose(
      stub,
      "--changes",
      file,
      "--workflow",
      "w",
      "--deadline",
      "a/b",
      "--deadline",
      "a/c",
      "--length",
      "P2M",
      "--close",
      "2029-05-11",
      "--calendar",
      "oost",
      "--source",
      "Besluit",
      "--reason",
      "x"
    )
    #expect(result.code == 1)
    #expect(
      result.errors
        == """
        casusregie: --changes, wijziging 1, lengte: A.
        --changes, wijziging 1: H.
        --length: B.
        --deadline: C.
        --close: D.
        --source: E.
        --reason: F.
        verzoek: G.

        """
    )
  }

  @Test func aReasonInTheFileIsNotPassedOver() async throws {
    let stub = try Self.service(finding: [])
    defer { stub.stop() }
    let folder = try TemporaryFolder()
    for (member, words) in [(#""reden":"y""#, "«reden»"), (#""extra\n":1"#, "«extra\\u000a»")] {
      let file = try folder.write(#"{"wijzigingen":[{}],\#(member)}"#, to: "changes.json")
      let result = try await propose(stub, "--changes", file, "--reason", "x")
      #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
    }
    #expect(stub.requests.isEmpty)
  }

  @Test func aProposalOfNothingIsNotSent() async throws {
    let stub = try Self.service(finding: [])
    defer { stub.stop() }
    let result = try await propose(stub, "--reason", "x")
    #expect(result.code == 2 && result.errors.contains("Noem wat anders moet"), "\(result.errors)")
    #expect(stub.requests.isEmpty)
  }
}
