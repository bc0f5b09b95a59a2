import CaseCore
import OrderedCollections

extension MachineBuilder {
  /// The commands, with the conditions under which their fields are required.
  func commands(_ guards: GuardReader) -> OrderedDictionary<String, CommandDefinition> {
    var commands = commands
    for (name, definition) in commands {
      for field in definition.fields.keys {
        guard let reader = reader.descendant(["commands", name, "fields", field, "required"]), reader.isMapping,
          let condition = reader.group(["when"])?.required("when")
        else { continue }
        if let condition = guards.condition(condition, command: name) {
          commands[name]?.fields[field]?.requirement = .when(condition)
        } else {
          // What else is wrong because it is not required is no second fault.
          reader.log.damage(reader.path)
        }
      }
    }
    return commands
  }
}

extension NodeReader {
  /// What is below these keys; `nil` when there is no such place.
  fileprivate func descendant(_ keys: [String]) -> NodeReader? {
    keys.reduce(self as NodeReader?) { reader, key in
      reader.flatMap { reader in reader.node[key].map(reader.child) }
    }
  }
}
