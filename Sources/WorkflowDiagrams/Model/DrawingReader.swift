import CaseCore
import OrderedCollections

/// Reads from a machine what is drawn of it.
struct DrawingReader {
  let key: String
  let machine: Machine
  let roles: RoleNames
  let conditions: ConditionWords

  init(_ workflow: Workflow, machine: Machine, key: String, roles: RoleNames) {
    self.key = key
    self.machine = machine
    self.roles = roles
    conditions = ConditionWords(machine, roles: roles)
  }

  func drawing() -> MachineDrawing {
    let deadlines = machine.deadlines.map { drawing(of: $0, named: $1) }
    return MachineDrawing(
      key: key,
      label: machine.label.onOneLine,
      initial: machine.initial,
      beginnings: [move(machine.start.command, machine.start.transition)],
      states: machine.states.map { drawing(of: $0, named: $1, deadlines: deadlines) },
      arrows: machine.states.keys.flatMap { arrows(from: $0) },
      everywhere: unique(machine.on.flatMap { command, transitions in stays(command, transitions, in: nil) }),
      deadlines: deadlines
    )
  }

  private func drawing(of key: String, named state: State, deadlines: [DeadlineDrawing]) -> StateDrawing {
    StateDrawing(
      key: key,
      label: state.label.onOneLine,
      kind: state.isFinal ? .final : state.isReview ? .review : .ordinary,
      audience: roles.names(state.audience),
      stays: unique(state.on.flatMap { command, transitions in stays(command, transitions, in: key) }),
      deadlines: deadlines.filter { $0.states.contains(key) }
    )
  }

  private func drawing(of key: String, named deadline: Deadline) -> DeadlineDrawing {
    let target = target(of: deadline)
    return DeadlineDrawing(
      key: key,
      label: deadline.label.onOneLine,
      term: term(of: deadline),
      length: length(of: deadline),
      condition: deadline.guard.map { conditions.words($0) },
      notes: notes(on: deadline),
      states: deadline.states,
      target: target,
      targetLabel: target.flatMap { machine.states[$0]?.label.onOneLine }
    )
  }
}

extension DrawingReader {
  /// The arrows out of a state, in the order of the states they lead to.
  private func arrows(from state: String) -> [MachineDrawing.Arrow] {
    var moves: OrderedDictionary<String, [Move]> = [:]
    for (command, transitions) in commands(in: state) {
      for transition in transitions {
        guard let target = transition.target, target != state else { continue }
        moves[target, default: []].append(move(command, transition))
      }
    }
    for (key, deadline) in machine.deadlines where deadline.states.contains(state) {
      guard let target = target(of: deadline), target != state else { continue }
      moves[target, default: []].append(move(key, deadline))
    }
    return machine.states.keys.compactMap { target in
      moves[target].map { .init(from: state, to: target, moves: unique($0)) }
    }
  }

  /// In the order in which the machine declares them, so that what is the same in two states looks the same.
  private func commands(in state: String) -> [(String, [Transition])] {
    machine.commands.keys.map { ($0, machine.transitions(for: $0, in: state)) }
  }

  /// - Parameter state: nothing: any state.
  private func stays(_ command: String, _ transitions: [Transition], in state: String?) -> [Move] {
    transitions.filter { $0.target == nil || $0.target == state }.map { transition in
      var move = move(command, transition)
      if transition.target != nil { move.effects.insert("fase begint opnieuw", at: 0) }
      return move
    }
  }

  private func move(_ command: String, _ transition: Transition) -> Move {
    let definition = machine.commands[command]
    return Move(
      key: command,
      label: (definition?.label ?? command).onOneLine,
      cause: .command(roles: roles.names(definition?.roles ?? [])),
      condition: conditions.words(transition.requirements.map(\.guard), command: definition),
      effects: effects(of: transition),
      restarts: transition.restarts
    )
  }

  private func move(_ key: String, _ deadline: Deadline) -> Move {
    Move(
      key: key,
      label: deadline.label.onOneLine,
      cause: .deadline(term: term(of: deadline)),
      condition: deadline.guard.map { conditions.words($0) }
    )
  }

  private func unique(_ moves: [Move]) -> [Move] { OrderedSet(moves).elements }
}
