import CaseCore
import OrderedCollections
import StrictJSON

/// One command of a workflow as OpenAPI has it: an operation, with schemas of its own.
struct CommandOperation {
  let name: String
  let definition: CommandDefinition
  let workflow: Workflow
  /// Of the parts that it is for; `nil` when it is for the case itself.
  let machine: Machine?
  /// What the names of its schemas begin with.
  let model: String

  private static let schemas = "#/components/schemas/"

  var begins: Bool { workflow.rootMachine?.begins(by: name) ?? false }

  /// Whether a case usually begins with it.
  private var isUsualStart: Bool { workflow.rootMachine?.starts.first?.command == name }

  /// Where it is given, below the version of the interface. A path carries one operation, so where a case can begin with several commands
  /// each but the usual one is given at an address with its name.
  var path: String {
    begins ? isUsualStart ? "/casussen" : "/beginopdrachten/\(name)" : "/casussen/{id}/opdrachten/\(name)"
  }

  /// The body, and the fields in it when there are any.
  var schemas: [(name: String, schema: JSON)] {
    let body = (name: "\(model)Opdracht", schema: body)
    guard !definition.fields.isEmpty else { return [body] }
    return [body, (name: "\(model)Velden", schema: fields)]
  }

  /// The general operation as this one.
  /// - Parameters:
  ///   - operation: any command's.
  ///   - example: a body.
  func special(_ operation: JSON?, example: JSON? = nil) -> JSON {
    guard case .object(var members)? = operation else { return .null }
    members["operationId"] = .string(name)
    members["summary"] = .string(definition.label)
    members["description"] = .string(description)
    members["x-rollen"] = JSON(definition.roles)
    // The levels of which the person must have signed in at one.
    if !definition.authentication.isEmpty { members["x-authenticatie"] = JSON(definition.authentication) }
    var content: OrderedDictionary<String, JSON> = ["schema": ["$ref": .string("\(Self.schemas)\(model)Opdracht")]]
    content["example"] = example
    members["requestBody"] = ["required": true, "content": [MediaType.json: .object(content)]]
    return .object(members)
  }

  private var description: String {
    let roles = definition.roles.map { workflow.roles[$0]?.label ?? $0 }.joined(separator: ", ")
    let part = machine.map { " Voor een onderdeel: \($0.label)." } ?? ""
    return "Wie haar mag geven: \(roles).\(part)"
  }

  private var body: JSON {
    var members: OrderedDictionary<String, JSON> = [:]
    if begins {
      members["werkstroom"] = Self.only(workflow.key)
      members["opdracht"] = Self.only(name)
    }
    if let machine {
      members["onderdeel"] = [
        "type": "string", "minLength": 1, "maxLength": 100, "description": .string(machine.label),
      ]
    }
    members["grondslag"] = grounds
    if !definition.fields.isEmpty { members["velden"] = ["$ref": .string("\(Self.schemas)\(model)Velden")] }
    let asked =
      (begins ? ["werkstroom", "opdracht"] : []) + (machine == nil ? [] : ["onderdeel"])
      + (definition.grounds.count > 1 ? ["grondslag"] : []) + (required.isEmpty ? [] : ["velden"])
    return Self.object(members, required: asked)
  }

  private var fields: JSON {
    Self.object(fieldSchemas, required: required)
  }

  private var fieldSchemas: OrderedDictionary<String, JSON> {
    definition.fields.mapValues {
      .object($0.schema(.typed, FieldCondition($0, of: definition, name, in: workflow)))
    }
  }

  private var required: [String] { definition.fields.filter(\.value.isRequired).map(\.key) }

  private var grounds: JSON {
    [
      "type": "string", "enum": JSON(definition.grounds),
      "x-enum-descriptions": JSON(
        definition.grounds.map { key in
          workflow.grounds[key].map { "\($0.label) (\($0.source))" } ?? key
        }
      ),
    ]
  }

  private static func object(_ members: OrderedDictionary<String, JSON>, required: [String]) -> JSON {
    var schema: OrderedDictionary<String, JSON> = ["type": "object"]
    if !required.isEmpty { schema["required"] = JSON(required) }
    schema["additionalProperties"] = false
    schema["properties"] = .object(members)
    return .object(schema)
  }

  /// A client need not say it.
  private static func only(_ value: String) -> JSON {
    ["type": "string", "enum": [.string(value)], "default": .string(value)]
  }
}
