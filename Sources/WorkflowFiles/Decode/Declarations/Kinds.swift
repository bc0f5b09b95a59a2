import CaseCore
import OrderedCollections

/// The kinds of the facts and fields of all machines that could be read: they determine what a value in the file means.
struct Kinds {
  /// By machine.
  private var facts: [String: [String: Field.Kind]] = [:]
  /// By command: the name of a command is unique in the workflow.
  private var fields: [String: [String: Field.Kind]] = [:]

  mutating func add(
    _ facts: OrderedDictionary<String, Fact>,
    _ commands: OrderedDictionary<String, CommandDefinition>,
    of machine: NodeReader
  ) {
    for (name, fact) in facts where !machine.log.isDamaged(machine.path + ["facts", name]) {
      self.facts[machine.path.last ?? "", default: [:]][name] = fact.kind
    }
    for (name, command) in commands {
      for (field, definition) in command.fields
      where !machine.log.isDamaged(machine.path + ["commands", name, "fields", field]) {
        fields[name, default: [:]][field] = definition.kind
      }
    }
  }

  func fact(_ name: String, of machine: String) -> Field.Kind? { facts[machine]?[name] }

  func field(_ name: String, of command: String?) -> Field.Kind? { command.flatMap { fields[$0]?[name] } }
}
