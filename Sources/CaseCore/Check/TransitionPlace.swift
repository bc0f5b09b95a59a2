import OrderedCollections

/// A transition, with where in its machine it stands.
struct TransitionPlace {
  let path: [String]
  let command: String
  let isStart: Bool
  let transition: Transition
}

extension Machine {
  /// Every transition that a command can lead to, the start's included.
  func places() -> [TransitionPlace] {
    [TransitionPlace(path: ["start"], command: start.command, isStart: true, transition: start.transition)]
      + places(on, at: ["on"]) + states.flatMap { places($1.on, at: ["states", $0, "on"]) }
  }

  private func places(_ on: OrderedDictionary<String, [Transition]>, at path: [String]) -> [TransitionPlace] {
    on.flatMap { command, transitions in
      transitions.enumerated().map { index, transition in
        TransitionPlace(path: path + [command, "\(index)"], command: command, isStart: false, transition: transition)
      }
    }
  }
}
