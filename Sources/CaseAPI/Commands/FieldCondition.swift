import CaseCore
import DutchMessages
import OrderedCollections
import StrictJSON

/// When a field of a command is required.
struct FieldCondition {
  /// As people read it: `Geweld: Zorgelijk of Beschermend`.
  let words: String
  /// As JSON Schema (draft 07) of the body of the command; `nil` when only the service knows.
  let schema: JSON?

  /// - Returns: `nil` when it always or never is.
  init?(_ field: Field, of definition: CommandDefinition, _ command: String, in workflow: Workflow) {
    guard let condition = field.condition,
      let machine = workflow.machine(of: command).flatMap({ workflow.machines[$0] })
    else { return nil }
    let roles = workflow.roles.mapValues(\.label)
    words = ConditionWords(machine, of: workflow) { roles[$0] ?? $0 }.words(condition, command: definition)
    schema = condition.schema(of: definition)
  }

  /// As it is told with a field.
  var json: JSON {
    var members: OrderedDictionary<String, JSON> = ["omschrijving": .string(words)]
    members["voorwaarde"] = schema
    return .object(members)
  }

  /// What a body has to be where the condition holds.
  static func demand(_ field: String) -> JSON {
    ["required": ["velden"], "properties": ["velden": ["type": "object", "required": [.string(field)]]]]
  }
}

extension Guard {
  /// What refuses no body that the service takes: of texts the service compares another form than the one that was sent, so these only it
  /// knows.
  fileprivate func schema(of definition: CommandDefinition) -> JSON? {
    switch self {
    case .all(let guards): Self.several(guards, "allOf", definition)
    case .any(let guards): Self.several(guards, "anyOf", definition)
    case .not(let inner): inner.schema(of: definition).map { ["not": $0] }
    case .field(let name, let values): Self.field(name, values, definition.fields[name]?.kind)
    case .ground(let grounds): ["required": ["grondslag"], "properties": ["grondslag": ["enum": JSON(grounds)]]]
    default: nil
    }
  }

  private static func several(_ guards: [Guard], _ word: String, _ definition: CommandDefinition) -> JSON? {
    let schemas = guards.compactMap { $0.schema(of: definition) }
    return schemas.count == guards.count ? .object([word: .array(schemas)]) : nil
  }

  private static func field(_ name: String, _ values: [Value], _ kind: Field.Kind?) -> JSON? {
    switch kind {
    case .text, .list, nil: return nil
    case .date, .number, .choice, .reference, .child, .otherCase: break
    }
    let fields: JSON = [
      "type": "object", "required": [.string(name)],
      "properties": .object([name: ["enum": .array(values.map(\.json))]]),
    ]
    return ["required": ["velden"], "properties": ["velden": fields]]
  }
}
