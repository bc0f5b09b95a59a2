import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

@testable import CaseAPI

/// The commands of a workflow as JSON Schema, held against the engine.
@Suite("The schema of a workflow's commands") struct CommandSchemaTests {
  @Test(
    "What the stories give it accepts; a required field that is missing it refuses, as the engine does",
    arguments: ShippedWorkflows.folders
  )
  func stories(_ path: String) async throws {
    let workflow = try WorkflowFolder.load(path).workflow
    let commands = try StoryCommand.all(in: ScenarioFolder(path), of: workflow)
    let accepted = Self.unique(commands, workflow)
    var lacking: [(String, JSON)] = []
    for one in commands {
      let definition = workflow.machine(of: one.name).flatMap { workflow.machines[$0]?.commands[one.name] }
      for (field, _) in definition?.fields.filter(\.value.isRequired) ?? [:] {
        var poorer = one
        poorer.command.fields[field] = nil
        guard case .refused(.invalid(let faults)) = poorer.decider.decide(poorer.command, on: poorer.before) else {
          Issue.record("\(path): \(one.name) without \(field) is not refused")
          continue
        }
        #expect(faults.contains { $0.field == field && $0.code == .required })
        lacking.append((one.name, poorer.body(of: workflow)))
      }
    }
    let refused = Self.unique(lacking)
    #expect(accepted.count > StoryCommand.fewest(of: workflow) && refused.count > StoryCommand.fewest(of: workflow))
    let schema = CommandSchema(workflow).json
    #expect(try await Self.faults(schema, accepted).allSatisfy(\.isEmpty))
    #expect(try await Self.faults(schema, refused).allSatisfy { $0.contains("/velden: required") })
    // Also as a whole, where one command is meant and no other.
    let whole = accepted.prefix(50).map { ("", $0.1) } + [("", ["opdracht": "bestaat-niet"])]
    let found = try await Self.faults(schema, whole)
    #expect(found.dropLast().allSatisfy(\.isEmpty) && found.last == ["/: oneOf"])
    #expect(Set(commands.map(\.name)).count > min(20, StoryCommand.count(of: workflow) - 1))
  }

  /// Each combination of what a small workflow asks, with and without the fields that it may ask for.
  ///
  /// It must fail when a condition is left out of the schema, stands in it the other way round, or takes another member of the body.
  @Test("A field that is required because of others is refused by the schema exactly when the service refuses it")
  func conditions() async throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../WorkflowFilesTests/bad/fields/sound.yaml").standardized
    let workflow = try WorkflowFile.load(String(contentsOf: file, encoding: .utf8), name: "sound.yaml")
    let museum = Organisation(number: "00000099000000000001", name: "Museum", region: "hier", roles: ["museum"])
    let insurer = Organisation(
      number: "00000099000000000002",
      name: "Verzekeraar",
      region: "hier",
      roles: ["verzekeraar"]
    )
    let now = Amsterdam.startOfDay(try CivilDate(iso8601: "2026-03-02"))
    let decider = Decider(workflow: workflow, directory: Directory([museum, insurer]), calendar: .standard, now: now)
    let actor = Actor(subject: "a", organisation: museum.number, roles: ["museum"])
    var (bodies, isMissing): ([(String, JSON)], [Bool]) = ([], [])
    for ground in ["wet", "spoed"] {
      for kind in ["doek", "beeld"] {
        for reason in [nil, "Een tentoonstelling."] as [String?] {
          var fields: [String: Input] = ["soort": .string(kind), "waarde": .number(10)]
          fields["reden"] = reason.map(Input.string)
          let command = Command(cause: .command(name: "aanvragen", by: actor), fields: fields, ground: ground)
          let one = StoryCommand(command: command, name: "aanvragen", before: nil, decider: decider)
          bodies.append(("aanvragen", one.body(of: workflow)))
          let outcome = decider.decide(command, on: nil)
          let isRefused = if case .refused = outcome { true } else { false }
          #expect(isRefused == (reason == nil && (ground == "spoed" || kind == "beeld")))
          isMissing.append(isRefused)
        }
      }
    }
    let schema = CommandSchema(workflow).json
    let found = try await Self.faults(schema, bodies)
    #expect(found.map { !$0.isEmpty } == isMissing)
    // What depends on the case is said in words alone.
    let read = Node(try JSONSerialization.jsonObject(with: Data(schema.text.utf8)))
    let insure = read["definitions"]["verzekeren"]
    #expect(insure["allOf"].isNull)
    let words = insure["properties"]["velden"]["properties"]["toelichting"]["x-verplichtAls"].text
    #expect(words == "Soort: Vaas en niet (Wijze: Polis)")
  }

  @Test("It is given for each version that was published, to whoever has a token") func route() async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, "/v1/werkstromen/uitleen/1.0.0/opdrachten.json", as: TestAPI.counter)
    #expect(reply.status == 200 && reply.text == CommandSchema(LoanWorkflow.workflow).json.text)
    #expect(reply["definitions"]["aanvragen"]["properties"]["velden"]["required"].items.map(\.text) == ["tekst"])
    for path in ["uitleen/9.0.0", "anders/1.0.0"] {
      let unknown = try await api.send(.get, "/v1/werkstromen/\(path)/opdrachten.json", as: TestAPI.counter)
      #expect(unknown.status == 404 && unknown.isProblem)
    }
    #expect(try await api.send(.get, "/v1/werkstromen/uitleen/1.0.0/opdrachten.json").status == 401)
  }

  private static func unique(_ commands: [StoryCommand], _ workflow: Workflow) -> [(String, JSON)] {
    unique(commands.map { ($0.name, $0.body(of: workflow)) })
  }

  private static func unique(_ values: [(String, JSON)]) -> [(String, JSON)] {
    var seen: Set<JSON> = []
    return values.filter { seen.insert($0.1).inserted }
  }

  private static func faults(_ schema: JSON, _ values: [(String, JSON)]) async throws -> [[String]] {
    let asked: JSON = ["schema": schema, "values": .array(values.map { .array([.string($0.0), $0.1]) })]
    let answer = try await AsyncAPIChecker.run("schema", input: Data(asked.text.utf8))
    return try JSONDecoder().decode([[String]].self, from: answer)
  }
}
