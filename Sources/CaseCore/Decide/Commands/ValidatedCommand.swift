/// A command that passed the checks: by whom, in which role, on which ground, with which values.
struct ValidatedCommand {
  let command: String
  let definition: CommandDefinition
  let actor: Actor
  let role: String
  let ground: String
  var fields: [String: Value]
  /// The levels at which the actor signed in: for another case that takes something.
  var levels: Set<String> = []

  /// The ground, also of a command that is not given yet and has one only; `nil` while the sender has a choice.
  var knownGround: String? {
    if !ground.isEmpty { return ground }
    return definition.grounds.count == 1 ? definition.grounds[0] : nil
  }

  /// The organisations that a part of a transition designates.
  func organisations(_ pointed: Transition.Organisations) -> [String] {
    switch pointed {
    case .sender: [actor.organisation]
    case .field(let name): fields[name]?.references ?? []
    }
  }
}

extension Value {
  /// The organisations that a reference, or a list of them, names.
  package var references: [String] {
    switch self {
    case .reference(let number): [number]
    case .list(let values): values.flatMap(\.references)
    default: []
    }
  }
}
