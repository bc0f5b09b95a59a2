import CaseCore
import OrderedCollections

/// A transition of the case, wherever in the workflow it is written: in the root machine itself, or in a child's command or
/// deadline that does something to the case.
struct RootTransition {
  var transition: Transition
  /// The command or the deadline behind it.
  var key: String
  var origin: Origin

  enum Origin {
    case command(CommandDefinition)
    case deadline(Deadline)
  }

  /// The child machine in which it is written; none: the root.
  var child: Machine?
}

extension Workflow {
  var rootTransitions: [RootTransition] {
    machines.flatMap { key, machine in key == root ? machine.ownTransitions : machine.transitionsOfTheCase }
  }
}

extension Machine {
  /// Each command with its transitions, in the order in which the commands are declared.
  fileprivate var ownTransitions: [RootTransition] {
    let inStates = states.values.flatMap { $0.on.elements } + on.elements
    let began = starts.map { ($0.command, [$0.transition]) }
    let all = began + inStates.map { ($0.key, $0.value) }
    return all.flatMap { key, transitions -> [RootTransition] in
      guard let command = commands[key] else { return [] }
      return transitions.map { RootTransition(transition: $0, key: key, origin: .command(command)) }
    }
  }

  fileprivate var transitionsOfTheCase: [RootTransition] {
    let byCommand = ownTransitions.flatMap { own in
      own.transition.root.map { RootTransition(transition: $0, key: own.key, origin: own.origin, child: self) }
    }
    let byDeadline = deadlines.flatMap { key, deadline in
      deadline.root.map { RootTransition(transition: $0, key: key, origin: .deadline(deadline), child: self) }
    }
    return byCommand + byDeadline
  }
}
