package import CaseCore
import OrderedCollections
package import StrictJSON

/// The commands of one version of a workflow as JSON Schema (draft 07): the same body over REST and over queues.
///
/// What the schema refuses, the service refuses. The reverse does not hold: which organisations and parts there are, what a day
/// may be today, what a text must show, and what a field is required by in the case, only the service knows.
package struct CommandSchema {
  private let workflow: Workflow

  package init(_ workflow: Workflow) { self.workflow = workflow }

  package var json: JSON {
    var definitions: OrderedDictionary<String, JSON> = [:]
    for (name, machine) in workflow.machines {
      for (command, definition) in machine.commands {
        definitions[command] = body(of: command, definition, machine: name == workflow.root ? nil : machine)
      }
    }
    return [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": .string("urn:casusregie:werkstroom:\(workflow.key):\(workflow.version):opdrachten"),
      "title": .string(workflow.label),
      "oneOf": .array(definitions.keys.map { ["$ref": .string("#/definitions/\($0)")] }),
      "definitions": .object(definitions),
    ]
  }

  /// - Parameter machine: of the parts that the command is for; `nil` when it is for the case itself.
  private func body(of command: String, _ definition: CommandDefinition, machine: Machine?) -> JSON {
    let begins = workflow.rootMachine?.begins(by: command) ?? false
    let required = definition.fields.filter(\.value.isRequired).map(\.key)
    var members: OrderedDictionary<String, JSON> = [:]
    if begins { members["werkstroom"] = ["const": .string(workflow.key)] }
    members["opdracht"] = ["const": .string(command)]
    if let machine {
      members["onderdeel"] = [
        "type": "string", "minLength": 1, "maxLength": 100, "description": .string(machine.label),
      ]
    } else if !begins {
      members["onderdeel"] = ["type": "null"]
    }
    let mustName = definition.grounds.count > 1
    members["grondslag"] = ["enum": .array(definition.grounds.map(JSON.string) + (mustName ? [] : [.null]))]
    let conditions = definition.fields.mapValues { FieldCondition($0, of: definition, command, in: workflow) }
    members["velden"] = fields(of: definition, required: required, conditions)
    let asked =
      (begins ? ["werkstroom"] : []) + ["opdracht"] + (machine == nil ? [] : ["onderdeel"])
      + (mustName ? ["grondslag"] : []) + (required.isEmpty ? [] : ["velden"])
    var schema: OrderedDictionary<String, JSON> = [
      "title": .string(definition.label), "type": "object", "required": JSON(asked), "additionalProperties": false,
      "properties": .object(members),
    ]
    let demands = conditions.compactMap { name, condition -> JSON? in
      condition?.schema.map { ["if": $0, "then": FieldCondition.demand(name)] }
    }
    if !demands.isEmpty { schema["allOf"] = .array(demands) }
    // Over queues, where the identity provider cannot bind a token to a key.
    if definition.acceptsVouched { schema["x-persoonsverklaring"] = true }
    // The levels of which the person must have signed in at one.
    if !definition.authentication.isEmpty { schema["x-authenticatie"] = JSON(definition.authentication) }
    return .object(schema)
  }

  private func fields(
    of definition: CommandDefinition,
    required: [String],
    _ conditions: OrderedDictionary<String, FieldCondition?>
  ) -> JSON {
    [
      "type": required.isEmpty ? ["object", "null"] : "object", "required": JSON(required),
      "additionalProperties": false,
      "properties": .object(
        OrderedDictionary(
          uniqueKeysWithValues: definition.fields.map { ($0, .object($1.schema(.exact, conditions[$0] ?? nil))) }
        )
      ),
    ]
  }
}
