import CaseCore
import DutchMessages
import OrderedCollections

/// Reads from a machine what is drawn of it.
struct DrawingReader {
  let workflow: Workflow
  let key: String
  let machine: Machine
  let roles: RoleNames
  let conditions: ConditionWords

  init(_ workflow: Workflow, machine: Machine, key: String, roles: RoleNames) {
    self.workflow = workflow
    self.key = key
    self.machine = machine
    self.roles = roles
    conditions = ConditionWords(machine, of: workflow) { roles.name($0) }
  }

  var isRoot: Bool { key == workflow.root }

  func drawing() -> MachineDrawing {
    let deadlines = machine.deadlines.map { drawing(of: $0, named: $1) }
    return MachineDrawing(
      key: key,
      label: machine.label.onOneLine,
      initial: machine.initial,
      beginnings: beginnings,
      states: machine.states.map { drawing(of: $0, named: $1, deadlines: deadlines) },
      arrows: machine.states.filter { !$1.isFinal }.keys.flatMap { arrows(from: $0) },
      everywhere: unique(machine.on.flatMap { command, transitions in stays(command, transitions, in: nil) }),
      fromChildren: fromChildren,
      decisions: machine.decisions.values.map { words(for: $0) },
      deadlines: deadlines
    )
  }

  private func drawing(of key: String, named state: State, deadlines: [DeadlineDrawing]) -> StateDrawing {
    StateDrawing(
      key: key,
      label: state.label.onOneLine,
      kind: state.isFinal ? .final : state.isReview ? .review : .ordinary,
      audience: roles.names(state.audience),
      only: only(state),
      stays: unique(state.on.flatMap { command, transitions in stays(command, transitions, in: key) }),
      deadlines: deadlines.filter { $0.states.contains(key) }
    )
  }

  private func drawing(of key: String, named deadline: Deadline) -> DeadlineDrawing {
    DeadlineDrawing(
      key: key,
      label: deadline.label.onOneLine,
      term: term(of: deadline),
      length: length(of: deadline),
      condition: deadline.guard.map { conditions.words($0) },
      notes: notes(on: deadline, named: key),
      states: deadline.states,
      target: target(of: deadline),
      targetLabel: target(of: deadline).map(label(of:))
    )
  }

  private func only(_ state: State) -> String? {
    let outcomes = state.onlyBy.map { conditions.words(.decided($0.decision, option: $0.option)) }
    return outcomes.isEmpty ? nil : outcomes.joined(separator: " of ")
  }

  func label(of state: String) -> String { (machine.states[state]?.label ?? state).onOneLine }
}

extension DrawingReader {
  /// The commands that make a case; or whatever in the case makes such a child.
  private var beginnings: [MachineDrawing.Beginning] {
    guard machine.starts.isEmpty else {
      var moves: OrderedDictionary<String, [Move]> = [:]
      for start in machine.starts {
        moves[start.transition.target ?? machine.initial, default: []].append(move(start.command, start.transition))
      }
      return moves.map { .init(state: $0, moves: $1) }
    }
    let starting = workflow.rootTransitions.filter { $0.transition.starts.contains { $0.machine == key } }
    return [.init(state: machine.initial, moves: unique(starting.map { move(elsewhere: $0) } + found))]
  }

  /// Whatever the service finds that makes such a child.
  private var found: [Move] {
    workflow.matches.filter { $1.found == key }.map { name, _ in
      Move(key: name, label: "Een andere zaak kan over dezelfde persoon gaan", cause: .command(roles: ["de dienst"]))
    }
  }

  /// What children do to the case without saying in which of its states.
  private var fromChildren: [FromChild] {
    guard isRoot else { return [] }
    let found = workflow.rootTransitions.compactMap { found -> FromChild? in
      guard found.child != nil, let target = found.transition.target else { return nil }
      guard states(requiredBy: found.transition) == nil else { return nil }
      return FromChild(move: move(elsewhere: found), target: target, targetLabel: label(of: target))
    }
    return OrderedSet(found).elements
  }

  /// The arrows out of a state, in the order of the states they lead to.
  private func arrows(from state: String) -> [MachineDrawing.Arrow] {
    var moves: OrderedDictionary<String, [Move]> = [:]
    for (target, move) in commands(in: state) + elsewhere(in: state) + expiries(in: state) where target != state {
      moves[target, default: []].append(move)
    }
    return machine.states.keys.compactMap { target in
      moves[target].map { .init(from: state, to: target, moves: unique($0)) }
    }
  }

  /// In the order in which the machine declares them, so that what is the same in two states looks the same.
  private func commands(in state: String) -> [(target: String, move: Move)] {
    machine.commands.keys.flatMap { command in
      machine.transitions(for: command, in: state).compactMap { transition in
        transition.target.map { ($0, move(command, transition)) }
      }
    }
  }

  /// What is done elsewhere and leads on from here: in the case, to its children; in a child, to the case.
  private func elsewhere(in state: String) -> [(target: String, move: Move)] {
    workflow.rootTransitions.flatMap { found -> [(target: String, move: Move)] in
      guard isRoot else {
        let ends = found.transition.ends.filter { $0.machine == key && $0.states.contains(state) }
        return ends.map { ($0.target, move(elsewhere: found)) }
      }
      guard found.child != nil, let target = found.transition.target,
        states(requiredBy: found.transition)?.contains(state) == true
      else { return [] }
      return [(target, move(elsewhere: found))]
    }
  }

  private func expiries(in state: String) -> [(target: String, move: Move)] {
    machine.deadlines.compactMap { key, deadline in
      guard deadline.states.contains(state), let target = target(of: deadline) else { return nil }
      return (target, move(key, deadline))
    }
  }

  /// The states that a transition says the machine must be in; nothing when it says nothing of it.
  private func states(requiredBy transition: Transition) -> [String]? {
    for requirement in transition.requirements {
      if case .state(let states) = requirement.guard { return states }
    }
    return nil
  }

  /// - Parameter state: nothing: any state.
  private func stays(_ command: String, _ transitions: [Transition], in state: String?) -> [Move] {
    transitions.filter { $0.target == nil || $0.target == state }.map { transition in
      var move = move(command, transition)
      if transition.target != nil { move.effects.insert("fase begint opnieuw", at: 0) }
      return move
    }
  }

  func unique<Element: Hashable>(_ elements: [Element]) -> [Element] { OrderedSet(elements).elements }
}
