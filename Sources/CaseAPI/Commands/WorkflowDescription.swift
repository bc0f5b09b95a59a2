package import CaseCore
import OrderedCollections
package import StrictJSON

/// One version of a workflow as OpenAPI, to make a typed client of: each of its commands is an operation with schemas of its own, and
/// cases are read as in the general description.
///
/// It is made of the general description, which has everything that all workflows share, and of the same definitions as what is
/// possible in a case and ``CommandSchema``.
package struct WorkflowDescription {
  private let workflow: Workflow
  private let today: CivilDate

  /// What a client of one workflow reads.
  private static let reading = [
    "/casussen", "/casussen/{id}", "/casussen/{id}/journaal", "/casussen/{id}/mogelijkheden",
    "/casussen/{id}/termijnen", "/ontvangstbewijzen/{id}",
  ]
  private static let beginning = "/beginopdrachten/{opdracht}"
  private static let giving = "/casussen/{id}/opdrachten/{opdracht}"
  private static let general = Result {
    try JSONReader.read(Array(PackageResources.openapi_json), within: .ofOurs)
  }

  /// - Parameter today: a day for the example of how a case begins.
  package init(_ workflow: Workflow, today: CivilDate) {
    self.workflow = workflow
    self.today = today
  }

  /// A body with which a case begins.
  private func example(of operation: CommandOperation) -> JSON? {
    // An organisation as in the examples of the general description; who is in the directory is not for every reader of a file.
    let organisation = Organisation(number: "00000099000000000001", name: "", region: "", roles: [])
    return StartExample.alone(workflow, with: operation.name, by: organisation, today: today)?.example.body
  }

  /// - Throws: when the general description that the program was built with is no JSON.
  package var json: JSON {
    get throws {
      let general = try Self.general.get()
      let operations = self.operations
      let paths = self.paths(general, operations)
      let schemas = operations.flatMap(\.schemas)
      return [
        "openapi": general["openapi"] ?? .null,
        "info": info(general),
        "servers": general["servers"] ?? [],
        "security": general["security"] ?? [],
        "tags": general["tags"] ?? [],
        "paths": .object(paths),
        "components": ComponentSelection(of: general, and: schemas + [("Waarde", Self.value)]).used(by: .object(paths)),
      ]
    }
  }

  private var operations: [CommandOperation] {
    var models: Set<String> = []
    return workflow.machines.flatMap { key, machine in
      machine.commands.map { name, definition in
        CommandOperation(
          name: name,
          definition: definition,
          workflow: workflow,
          machine: key == workflow.root ? nil : machine,
          model: Self.model(of: name, among: &models)
        )
      }
    }
  }

  /// `besluit-nemen` as `BesluitNemen`.
  private static func model(of name: String, among taken: inout Set<String>) -> String {
    var model = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    // «a-1» and «a1» would be one.
    while !taken.insert(model).inserted { model += "X" }
    return model
  }

  private func paths(_ general: JSON, _ operations: [CommandOperation]) -> OrderedDictionary<String, JSON> {
    let shared = general["paths"]
    var paths = OrderedDictionary(uniqueKeysWithValues: Self.reading.map { ($0, shared?[$0] ?? .null) })
    let (giving, beginning) = (shared?[Self.giving], shared?[Self.beginning])
    let place = (giving?["parameters"]?.items ?? []).filter { $0["name"]?.string != "opdracht" }
    for operation in operations {
      if operation.begins, case .object(var members)? = paths[operation.path] {
        members["post"] = operation.special(members["post"], example: example(of: operation))
        paths[operation.path] = .object(members)
      } else if operation.begins {
        paths[operation.path] = ["post": operation.special(beginning?["post"], example: example(of: operation))]
      } else {
        paths[operation.path] = ["parameters": .array(place), "post": operation.special(giving?["post"])]
      }
    }
    return paths
  }

  private func info(_ general: JSON) -> JSON {
    guard case .object(var info)? = general["info"] else { return .null }
    info["title"] = .string("Casusregie: \(workflow.label)")
    info["version"] = .string(workflow.version)
    info["summary"] = nil
    // It comes in every file that some generators make.
    info["description"] = .string(
      """
      De werkstroom «\(workflow.key)», versie \(workflow.version): elke opdracht is een bewerking met een eigen schema. Alles wat voor \
      elke werkstroom geldt, staat op /v1/openapi.json.
      """
    )
    info["x-interface"] = .string(CaseAPI.version)
    return .object(info)
  }

  /// A value in a case, of whatever field: generators do not come out of a schema that contains itself.
  private static let value: JSON = [
    "description": "Een tekst, een geheel getal, of een lijst",
    "type": ["string", "integer", "array", "null"], "items": [:],
  ]
}
