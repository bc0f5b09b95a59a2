import OrderedCollections

/// The engine's own rules in words. What a workflow forbids, it says itself.
enum Rules {
  static let unlisted = Refusal.notEntitled(rule: "Uw organisatie is niet ingeschreven.")

  static func roles(_ command: CommandDefinition, _ workflow: Workflow) -> String {
    let labels = command.roles.map { workflow.roles[$0]?.label ?? $0 }
    return "«\(command.label)» is voorbehouden aan: \(labels.joined(separator: ", "))."
  }

  static func notInState(_ command: String, _ state: String?) -> String {
    "«\(command)» kan niet in de fase «\(state ?? "")»."
  }

  static func nameGround(_ grounds: [String]) -> String {
    grounds.isEmpty
      ? "Voor deze opdracht is nu geen grondslag van kracht."
      : "Noem de grondslag waarop de opdracht rust: \(grounds.joined(separator: ", "))."
  }

  static func otherGround(_ grounds: [String]) -> String {
    grounds.isEmpty
      ? "Voor deze opdracht is nu geen grondslag van kracht."
      : "Op deze grondslag kan de opdracht nu niet rusten; wel op: \(grounds.joined(separator: ", "))."
  }

  static func nobody(_ role: String, _ region: String) -> String {
    "In de regio «\(region)» is geen organisatie ingeschreven met de rol «\(role)»."
  }
}
