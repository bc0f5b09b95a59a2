import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import TestServices
import Testing

/// The examples in `docs/openapi.yaml`.
///
/// It must fail when an example has a field that its schema does not have, and when the service refuses what a request has in an example.
@Suite("The examples in the description") struct ExampleTests {
  @Test("Each is as its schema says; one that is not is found") func valid() async throws {
    let document = try await TestAPI().send(.get, "/v1/openapi.json").text
    #expect(try await OpenAPIChecker.faults(of: document) == [])
    let example = #""example":{"vooruit":"P1D"}"#
    for wrong in [#""example":{"vooruit":1}"#, #""example":{"vooruit":"P1D","x":1}"#] {
      let broken = document.replacing(example, with: wrong)
      #expect(broken != document)
      #expect(try await OpenAPIChecker.faults(of: broken).count == 1)
    }
  }

  @Test("Each request is taken by the service") func played() async throws {
    let api = try await TestAPI.withAdministrators()
    let examples = try Self.requests(in: try await api.send(.get, "/v1/openapi.json").json)
    func play(_ operation: String, at path: String, as actor: Actor) async throws -> Reply {
      let body = try #require(examples[operation], "\(operation)")
      let reply = try await api.command(body, to: path, as: actor)
      #expect([200, 201].contains(reply.status), "\(operation): \(reply.text)")
      return reply
    }
    let begun = try await play("casusBeginnen", at: "/v1/casussen", as: TestAPI.counter)
    _ = try await play("casusBeginnenOpNaam", at: "/v1/beginopdrachten/aanvragen", as: TestAPI.counter)
    let commands = try #require(begun.headers[.location]) + "/opdrachten"
    let name = try Self.commandName(in: try await api.send(.get, "/v1/openapi.json").json)
    let (first, second) = (TestAPI.first, TestAPI.second)
    _ = try await play("opdrachtGeven", at: commands, as: TestAPI.counter)
    _ = try await play("opdrachtGevenOpNaam", at: "\(commands)/\(name)", as: TestAPI.counter)
    _ = try await play("agendaAdresMaken", at: "/v1/agenda-adressen", as: TestAPI.counter)
    let proposal = try await play("termijnvoorstelDoen", at: TestAPI.proposals, as: first).headers[.location]
    _ = try await play("termijnvoorstelAfwijzen", at: "\(proposal ?? "")/afwijzing", as: second)
    let approved = try await api.proposal(TestAPI.length("P20D"))
    try await api.carryOut(approved)
    _ = try await play("termijnvoorstelTerugdraaien", at: "\(approved)/terugdraaiing", as: first)
    let rights = try await play("beheervoorstelDoen", at: "/v1/beheervoorstellen", as: first).headers[.location]
    _ = try await play("beheervoorstelAfwijzen", at: "\(rights ?? "")/afwijzing", as: second)
    let other = try await TestAPI(local: true, workflow: LoanWorkflow.workflow.namingCases())
    try await Self.search(try #require(examples["casusZoeken"]), in: other)
    let clock = try await other.send(
      .post,
      "/v1/lokaal/klok",
      headers: [.contentType: "application/json"],
      body: examples["klokVooruitzetten"]
    )
    #expect(clock.status == 200, "\(clock.text)")
    // An example that is added is played too.
    let played: Set = [
      "casusBeginnen", "casusBeginnenOpNaam", "opdrachtGeven", "opdrachtGevenOpNaam", "agendaAdresMaken",
      "termijnvoorstelDoen",
      "termijnvoorstelAfwijzen", "termijnvoorstelTerugdraaien", "beheervoorstelDoen", "beheervoorstelAfwijzen",
      "klokVooruitzetten", "casusZoeken",
    ]
    #expect(Set(examples.keys) == played)
  }

  /// The name in the example is a right one, of no case here: each service makes its names by a key of its own. One of a case in its place finds
  /// that case.
  private static func search(_ example: String, in api: TestAPI) async throws {
    func answer(_ body: String) async throws -> Reply {
      try await api.send(.post, "/v1/casussen/zoeken", as: TestAPI.counter, body: body)
    }
    let sent = try JSONSerialization.jsonObject(with: Data(example.utf8))
    let name = try #require(Node(sent)["kenmerk"].text)
    #expect(CaseName.read(name) == name)
    let none = try await answer(example)
    #expect(none.status == 404, "\(none.text)")
    let address = try await api.newCase()
    let own = try #require(try await api.send(.get, address, as: TestAPI.counter)["kenmerk"].text)
    let found = try await answer(example.replacing(name, with: own))
    #expect(found.status == 200 && found["id"].text == String(address.suffix(36)), "\(found.text)")
  }

  /// The bodies in examples, by operation.
  private static func requests(in document: Node) throws -> [String: String] {
    var found: [String: String] = [:]
    for path in document["paths"].keys {
      for method in ["post", "put", "patch"] {
        let operation = document["paths"][path][method]
        let example = operation["requestBody"]["content"]["application/json"]["example"]
        guard !example.isNull, let name = operation["operationId"].text else { continue }
        found[name] = String(decoding: try JSONSerialization.data(withJSONObject: example.value), as: UTF8.self)
      }
    }
    return found
  }

  /// The one in the example of an address.
  private static func commandName(in document: Node) throws -> String {
    let parameters = document["paths"]["/casussen/{id}/opdrachten/{opdracht}"]["parameters"].items
    return try #require(parameters.first { $0["name"].text == "opdracht" }?["example"].text)
  }
}
