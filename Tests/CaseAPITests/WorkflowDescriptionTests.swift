import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

@testable import CaseAPI

/// A version of a workflow as OpenAPI, held against the engine and the service.
///
/// They must fail when `CommandOperation` forgets a required field or a limit, when `WorkflowDescription` leaves a component out, and
/// when `CommandBody` takes another command than that of the address.
@Suite("The description of a workflow") struct WorkflowDescriptionTests {
  @Test(
    "It is OpenAPI; what a client sends of the stories it accepts, and what the engine refuses for a missing field it refuses",
    arguments: ShippedWorkflows.folders
  )
  func stories(_ path: String) async throws {
    let workflow = try WorkflowFolder.load(path).workflow
    let document = try WorkflowDescription(workflow, today: Self.day).json
    #expect(try await OpenAPIChecker.faults(of: document.text) == [])
    let played = try StoryCommand.all(in: ScenarioFolder(path), of: workflow)
    let accepted = Set(played.map { Sent(operation: $0.name, body: $0.typedBody(of: workflow)) })
    let lacking = Set(accepted.flatMap { $0.lacking(in: workflow) })
    #expect(accepted.count > StoryCommand.fewest(of: workflow) && lacking.count > StoryCommand.fewest(of: workflow))
    #expect(try await Self.faults(document, Array(accepted)).allSatisfy(\.isEmpty))
    #expect(try await Self.faults(document, Array(lacking)).allSatisfy { $0.contains { $0.hasSuffix(": required") } })
    // Each command is an operation, and its names are of no other.
    let commands = workflow.machines.values.flatMap(\.commands.keys)
    let bodies = Self.operations(document).filter { $0["requestBody"] != nil }
    #expect(Set(bodies.compactMap { $0["operationId"]?.string }) == Set(commands) && bodies.count == commands.count)
    let models = bodies.compactMap { $0["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]?.string }
    #expect(Set(models).count == commands.count)
  }

  @Test("A field has its kind with its limits, and a command its grounds, roles and levels") func fields() throws {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.commands["noteren"]?.authentication = ["hoog"]
    let document = try WorkflowDescription(workflow, today: Self.day).json
    let note = document["paths"]?["/casussen/{id}/opdrachten/noteren"]?["post"]
    #expect(note?["x-authenticatie"] == ["hoog"] && note?["x-rollen"] == ["balie", "keurder"])
    let schemas = document["components"]?["schemas"]
    let body = schemas?["NoterenOpdracht"]
    #expect(body?["required"] == ["grondslag", "velden"] && body?["properties"]?["onderdeel"] == nil)
    #expect(body?["properties"]?["grondslag"]?["enum"] == ["wet", "beleid", "oud"])
    let fields = workflow.machines["uitleen"]?.commands["noteren"]?.fields ?? [:]
    for (name, field) in fields {
      let said = schemas?["NoterenVelden"]?["properties"]?[name]
      #expect(said?["description"]?.string == field.label && said?["title"] == nil && said?["anyOf"] == nil)
      switch field.kind {
      case .text(let maximum): #expect(said?["maxLength"] == .integer(Int64(maximum)))
      case .number(let minimum, let maximum):
        #expect(said?["type"] == "integer" && said?["format"] == "int64")
        #expect(said?["minimum"] == minimum.map(JSON.integer) && said?["maximum"] == maximum.map(JSON.integer))
      case .date: #expect(said?["format"] == "date")
      case .list(_, _, let maximum): #expect(said?["maxItems"] == .integer(Int64(maximum)))
      default: break
      }
    }
    let vote = schemas?["OordelenVelden"]?["properties"]?["stem"]
    #expect(vote?["enum"]?.items?.contains("ja") == true && vote?["type"] == "string")
    #expect(schemas?["MeldenOpdracht"]?["required"]?.items?.contains("onderdeel") == true)
    #expect(schemas?["LoslatenVelden"] == nil && schemas?["Termijninstellingen"] == nil)
  }

  @Test("It is given for each version that was published, to whoever has a token; its example begins a case")
  func route() async throws {
    let api = try await TestAPI()
    let address = "/v1/werkstromen/uitleen/1.0.0/openapi.json"
    let reply = try await api.send(.get, address, as: TestAPI.counter)
    #expect(reply.status == 200)
    let document = try JSONReader.read(Array(reply.text.utf8), within: .ofOurs)
    #expect(document["info"]?["version"] == "1.0.0")
    let start = document["paths"]?["/casussen"]?["post"]
    let example = try #require(start?["requestBody"]?["content"]?["application/json"]?["example"])
    #expect(try await api.command(example.text, to: "/v1/casussen", as: TestAPI.counter).status == 201)
    for path in ["uitleen/9.0.0", "anders/1.0.0"] {
      let unknown = try await api.send(.get, "/v1/werkstromen/\(path)/openapi.json", as: TestAPI.counter)
      #expect(unknown.status == 404 && unknown.isProblem)
    }
    #expect(try await api.send(.get, address).status == 401)
  }

  @Test("A command in the address is the same command as one in the body, and the body may name no other")
  func named() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase() + "/opdrachten"
    let (key, fields) = ("sleutel", #""velden":{"stem":"ja"}"#)
    let first = try await api.command("{\(fields)}", to: address + "/oordelen", as: TestAPI.counter, key: key)
    #expect(first.status == 200 && first["revisie"].number == 2)
    let same = [("/oordelen", #"{"opdracht":"oordelen",\#(fields)}"#), ("", #"{"opdracht":"oordelen",\#(fields)}"#)]
    for (path, body) in same {
      let again = try await api.command(body, to: address + path, as: TestAPI.counter, key: key)
      #expect(again.status == 200 && again.text == first.text)
    }
    let other = try await api.command(
      #"{"opdracht":"noteren",\#(fields)}"#,
      to: address + "/oordelen",
      as: TestAPI.counter
    )
    #expect(other.status == 400 && other.faults == ["opdracht"])
    let unknown = try await api.command("{}", to: address + "/bestaat-niet", as: TestAPI.counter)
    #expect(unknown.status == 400 && unknown["code"].text == "unknown-command")
  }

  /// For examples: 2026-01-05.
  private static let day = Amsterdam.date(at: Instant(microseconds: 1_767_600_000_000_000))

  /// What a client sends to an operation.
  private struct Sent: Hashable {
    let operation: String
    let body: JSON

    /// The same without each of the required fields.
    func lacking(in workflow: Workflow) -> [Sent] {
      let machine = workflow.machine(of: operation).flatMap { workflow.machines[$0] }
      let required = machine?.commands[operation]?.fields.filter(\.value.isRequired).map(\.key) ?? []
      guard case .object(let members) = body, case .object(let fields)? = members["velden"] else { return [] }
      return required.map { name in
        var (fewer, poorer) = (fields, members)
        fewer[name] = nil
        poorer["velden"] = .object(fewer)
        return Sent(operation: operation, body: .object(poorer))
      }
    }
  }

  private static func operations(_ document: JSON) -> [JSON] {
    guard case .object(let paths)? = document["paths"] else { return [] }
    return paths.values.flatMap { item in ["get", "put", "post", "delete"].compactMap { item[$0] } }
  }

  private static func faults(_ document: JSON, _ sent: [Sent]) async throws -> [[String]] {
    let asked: JSON = [
      "document": document, "bodies": .array(sent.map { .array([.string($0.operation), $0.body]) }),
    ]
    let answer = try await OpenAPIChecker.run("bodies", input: Data(asked.text.utf8))
    return try JSONDecoder().decode([[String]].self, from: answer)
  }
}
