import CaseCore
import OrderedCollections
import StrictJSON

/// How fields are written down as JSON Schema.
enum SchemaForm {
  /// Refuses nothing that the service takes: one that may stay empty may also be `null` or an empty text.
  case exact
  /// What generators of clients make typed code of: a field has one type, and is not there when it is empty.
  case typed
}

extension Field {
  /// - Parameter condition: when it is required, if that depends on what is said.
  func schema(_ form: SchemaForm, _ condition: FieldCondition?) -> OrderedDictionary<String, JSON> {
    // A title would be the name of a type.
    var members: OrderedDictionary<String, JSON> = [form == .exact ? "title" : "description": .string(label)]
    if isPersonal { members["x-persoonsgegeven"] = true }
    if let condition { members["x-verplichtAls"] = .string(condition.words) }
    if isRequired || form == .typed {
      members.merge(kind.schema(form)) { $1 }
    } else {
      members["anyOf"] = [.object(kind.schema(form)), ["enum": ["", .null]]]
    }
    return members
  }
}

extension Field.Kind {
  fileprivate func schema(_ form: SchemaForm) -> OrderedDictionary<String, JSON> {
    switch self {
    case .text(let maximum): ["type": "string", "minLength": 1, "maxLength": .integer(Int64(maximum))]
    case .date(let within, let past):
      [
        "type": "string", "format": "date", "x-hoogstensVooruit": JSON(within?.description),
        "x-nietInToekomst": .bool(past),
      ]
    case .number(let minimum, let maximum):
      OrderedDictionary(
        uniqueKeysWithValues: [
          ("type", "integer"), form == .typed ? ("format", "int64") : nil, minimum.map { ("minimum", .integer($0)) },
          maximum.map { ("maximum", .integer($0)) },
        ].compactMap(\.self)
      )
    case .choice(let options): Self.choice(options, form)
    case .reference(let roles): ["type": "string", "pattern": "^[0-9A-Z]{20}$", "x-rollen": JSON(roles)]
    case .child(let machine, let states):
      ["type": "string", "minLength": 1, "x-machine": .string(machine), "x-fasen": JSON(states)]
    case .otherCase(let workflow, let states):
      [
        "type": "string", "format": "uuid", "x-werkstroom": .string(workflow), "x-fasen": JSON(states),
      ]
    case .list(let kind, let minimum, let maximum):
      [
        "type": "array", "items": .object(kind.schema(form)), "minItems": .integer(Int64(minimum)),
        "maxItems": .integer(Int64(maximum)),
      ]
    }
  }

  private static func choice(_ options: [Field.Option], _ form: SchemaForm) -> OrderedDictionary<String, JSON> {
    switch form {
    case .exact: ["oneOf": .array(options.map { ["const": .string($0.key), "title": .string($0.label)] })]
    case .typed:
      ["type": "string", "enum": JSON(options.map(\.key)), "x-enum-descriptions": JSON(options.map(\.label))]
    }
  }
}
