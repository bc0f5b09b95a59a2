import CaseCore
import DutchMessages
import OrderedCollections

extension DrawingReader {
  func move(_ command: String, _ transition: Transition) -> Move {
    let definition = machine.commands[command]
    return Move(
      key: command,
      label: (definition?.label ?? command).onOneLine,
      cause: .command(roles: roles.names(definition?.roles ?? [])),
      conditions: transition.requirements.map { conditions.words($0.guard, command: definition) },
      effects: effects(of: transition),
      restarts: transition.restarts
    )
  }

  func move(_ key: String, _ deadline: Deadline) -> Move {
    Move(
      key: key,
      label: deadline.label.onOneLine,
      cause: .deadline(term: term(of: deadline)),
      conditions: deadline.guard.map { [conditions.words($0)] } ?? [],
      effects: deadline.root.flatMap { caseEffects(of: $0) }
    )
  }

  /// What happens in another machine than the one drawn. Its conditions are told of there.
  func move(elsewhere found: RootTransition) -> Move {
    let place = (found.child?.label ?? workflow.rootMachine?.label)?.onOneLine
    switch found.origin {
    case .command(let command):
      let roles = Move.Cause.command(roles: roles.names(command.roles))
      return Move(key: found.key, label: command.label.onOneLine, cause: roles, elsewhere: place)
    case .deadline(let deadline):
      let term = Move.Cause.deadline(term: term(of: deadline))
      return Move(key: found.key, label: deadline.label.onOneLine, cause: term, elsewhere: place)
    }
  }

  func effects(of transition: Transition) -> [String] {
    var effects = transition.starts.map { start(of: $0) }
    effects += transition.ends.map { "beëindigt: \(label(ofMachine: $0.machine))" }
    if let transfer = transition.transfer {
      effects.append("naar een andere zaak: \(label(ofMachine: transfer.machine))")
    }
    effects += transition.suspends.map { "schort op: \(label(ofDeadline: $0))" }
    effects += transition.resumes.map { "laat weer lopen: \(label(ofDeadline: $0))" }
    effects += transition.extensions.map { extended in
      let times = extended.most == 1 ? "eenmaal" : "hoogstens \(extended.most) keer"
      return "verlengt \(label(ofDeadline: extended.deadline)) met \(extended.by.dutch), \(times)"
    }
    effects += leaves(of: transition)
    if transition.region != nil { effects.append("de casus gaat naar een andere regio") }
    if transition.erases { effects.append("de inhoud wordt vernietigd") }
    return unique(effects + transition.root.flatMap { caseEffects(of: $0) })
  }

  /// What a child does to the case, as far as it shows: where the case goes, and its other effects.
  func caseEffects(of transition: Transition) -> [String] {
    guard let root = workflow.rootMachine else { return [] }
    let reader = DrawingReader(workflow, machine: root, key: workflow.root, roles: roles)
    let target = transition.target.map { ["\(root.label.onOneLine) naar \(reader.label(of: $0))"] } ?? []
    return target + reader.effects(of: transition)
  }

  private func start(of start: Transition.Start) -> String {
    let label = label(ofMachine: start.machine)
    return switch start.part {
    case .eachParty: "start: \(label), voor elke deelnemer"
    case .eachRecipient: "start: \(label), voor elke ontvanger"
    case .organisations, nil: "start: \(label)"
    }
  }

  private func leaves(of transition: Transition) -> [String] {
    let leaving = transition.leaves.map { leave in
      switch leave {
      case .role(let role): roles.name(role)
      case .organisations(.sender): "de afzender"
      case .organisations(.field): "wie genoemd wordt"
      }
    }
    return leaving.isEmpty ? [] : ["niet langer deelnemer: \(leaving.joined(separator: ", "))"]
  }

  private func label(ofMachine machine: String) -> String { (workflow.machines[machine]?.label ?? machine).onOneLine }

  private func label(ofDeadline deadline: String) -> String {
    (machine.deadlines[deadline]?.label ?? deadline).onOneLine
  }
}
