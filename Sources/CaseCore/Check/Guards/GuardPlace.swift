import OrderedCollections

/// A condition that is no combination of others, with its place and what it is about.
struct GuardPlace {
  let path: [String]
  /// The machine that it is about.
  let machine: String
  /// The states that the machine can be in when it is evaluated; `nil` when that may be any.
  let states: [String]?
  let `guard`: Guard
}

extension Workflow {
  /// Every condition of the workflow, in the order of its machines.
  /// - Parameter places: of each machine.
  func conditions(_ places: (String) -> [TransitionPlace]) -> [GuardPlace] {
    machines.keys.flatMap { key in
      places(key).flatMap(conditions) + deadlineConditions(of: key) + fieldConditions(of: key)
    } + matchConditions
  }

  private var matchConditions: [GuardPlace] {
    matches.flatMap { name, match -> [GuardPlace] in
      guard let condition = match.unless else { return [] }
      let states = match.states.isEmpty ? nil : match.states
      return parts(.init(path: ["match", name, "unless"], machine: root, states: states, guard: condition))
    }
  }

  private func conditions(of place: TransitionPlace) -> [GuardPlace] {
    place.transition.requirements.enumerated().flatMap { index, requirement in
      let path = place.path + ["guard", "\(index)"]
      return parts(.init(path: path, machine: place.machine, states: place.sources, guard: requirement.guard))
    }
  }

  private func deadlineConditions(of key: String) -> [GuardPlace] {
    machines[key]?.deadlines.flatMap { name, deadline -> [GuardPlace] in
      [("guard", deadline.guard), ("suspend-when", deadline.suspendedWhen)].flatMap { word, condition in
        condition.map { condition in
          let path = ["machines", key, "after", name, word]
          return parts(.init(path: path, machine: key, states: deadline.states, guard: condition))
        } ?? []
      }
    } ?? []
  }

  private func fieldConditions(of key: String) -> [GuardPlace] {
    machines[key]?.commands.flatMap { command, definition in
      definition.fields.flatMap { name, field -> [GuardPlace] in
        guard let condition = field.condition else { return [] }
        let path = ["machines", key, "commands", command, "fields", name, "required", "when"]
        return parts(.init(path: path, machine: key, states: nil, guard: condition))
      }
    } ?? []
  }

  /// The conditions that a guard combines; the guard itself when it combines none.
  func parts(_ place: GuardPlace) -> [GuardPlace] {
    func part(_ inner: Guard, _ path: [String]) -> [GuardPlace] {
      parts(.init(path: place.path + path, machine: place.machine, states: place.states, guard: inner))
    }
    switch place.guard {
    case .all(let guards): return guards.enumerated().flatMap { part($1, ["all", "\($0)"]) }
    case .any(let guards): return guards.enumerated().flatMap { part($1, ["any", "\($0)"]) }
    case .not(let inner): return part(inner, ["not"])
    case .root(let inner):
      return parts(.init(path: place.path + ["case"], machine: root, states: nil, guard: inner))
    case .children(let children):
      let condition = children.condition.map { condition in
        let states = children.states.isEmpty ? nil : children.states
        return parts(
          .init(path: place.path + ["where"], machine: children.machine, states: states, guard: condition)
        )
      }
      return [place] + (condition ?? [])
    default: return [place]
    }
  }
}
