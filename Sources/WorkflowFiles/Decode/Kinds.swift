import CaseCore
import OrderedCollections

/// The kinds of the facts and fields of a machine that could be read: what a value in the file means.
struct Kinds {
  private var facts: [String: Field.Kind] = [:]
  private var fields: [String: [String: Field.Kind]] = [:]

  init(
    _ facts: OrderedDictionary<String, Fact>,
    _ commands: OrderedDictionary<String, CommandDefinition>,
    of machine: NodeReader
  ) {
    for (name, fact) in facts where !machine.log.isDamaged(machine.path + ["facts", name]) {
      self.facts[name] = fact.kind
    }
    for (name, command) in commands {
      for (field, definition) in command.fields
      where !machine.log.isDamaged(machine.path + ["commands", name, "fields", field]) {
        fields[name, default: [:]][field] = definition.kind
      }
    }
  }

  func fact(_ name: String) -> Field.Kind? { facts[name] }

  func field(_ name: String, of command: String?) -> Field.Kind? { command.flatMap { fields[$0]?[name] } }
}
