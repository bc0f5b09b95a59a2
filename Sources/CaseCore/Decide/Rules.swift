import OrderedCollections

/// The engine's own rules in words. What a workflow forbids, it says itself.
enum Rules {
  static let unlisted = Refusal.notEntitled(rule: "Uw organisatie is niet ingeschreven.")

  static func roles(_ command: CommandDefinition, _ workflow: Workflow) -> String {
    let labels = command.roles.map { workflow.roles[$0]?.label ?? $0 }
    return "«\(command.label)» is voorbehouden aan: \(labels.joined(separator: ", "))."
  }

  static func notInState(_ command: String, _ state: String?) -> String {
    state.map { "«\(command)» kan niet in de fase «\($0)»." } ?? "«\(command)» kan nu niet."
  }

  /// To someone with a part in a child, who may not know in which phase the case is.
  static let over = "De casus is afgesloten; in dit onderdeel kan niets meer."

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

  static func nothingToName(_ field: String) -> String { "Voor «\(field)» is er nu niets dat genoemd kan worden." }

  /// How the field that names a child is called by every entrance.
  static let childField = "onderdeel"

  static func noChild(_ command: String) -> Refusal {
    .invalid([.init(field: childField, message: "«\(command)» kent dit onderdeel niet.")])
  }

  static func noPart(_ command: String) -> Refusal {
    .invalid([.init(field: childField, message: "«\(command)» gaat over de casus zelf: noem geen onderdeel.")])
  }

  /// - Parameter own: those that the sender may know of.
  static func nameChild(_ command: String, _ own: [String]) -> Refusal {
    let choice = own.isEmpty ? "" : ": \(own.joined(separator: ", "))"
    return .invalid([.init(field: childField, message: "Noem het onderdeel waarover «\(command)» gaat\(choice).")])
  }

  static let tooManyChildren = "De casus heeft \(Case.mostChildren) onderdelen; meer kunnen er niet bij."

  static let noVote = "Uw organisatie heeft geen stem uitgebracht."
  static let decidedAlready = "Het besluit is genomen; een stem kan niet meer worden ingetrokken."
  static let recused = "U hebt zich in dit besluit verschoond; een collega van uw organisatie stemt."
  static let samePerson = "Vier ogen: deze persoon heeft in dit besluit al gestemd."
  static let sameOrganisation = "Vier ogen: deze organisatie heeft in dit besluit al gestemd."

  static func notRunning(_ deadline: String) -> String { "De termijn «\(deadline)» loopt niet." }
  static func suspended(_ deadline: String) -> String { "De termijn «\(deadline)» is al opgeschort." }
  static func notSuspended(_ deadline: String) -> String { "De termijn «\(deadline)» is niet opgeschort." }
  static func passed(_ deadline: String) -> String { "De termijn «\(deadline)» is al verlopen." }

  static func uncountable(_ deadline: String, _ error: DeadlineError) -> String {
    "De termijn «\(deadline)» is dan niet te tellen. \(error.description)"
  }

  static func extended(_ deadline: String, _ most: Int) -> String {
    "De termijn «\(deadline)» kan hoogstens \(most) keer worden verlengd."
  }

  static func nobody(_ role: String, _ region: String) -> String {
    "In de regio «\(region)» is geen organisatie ingeschreven met de rol «\(role)»."
  }
}
