import CaseCore
import OrderedCollections

/// The requirements of a command's transitions, evaluated on the case as the engine does: with the fields of the command in
/// its facts, and with its vote counted.
struct Evaluation {
  let choice: Inventory.Choice
  /// For every transition, the result of each of its requirements.
  let verdicts: [[Bool]]

  /// The first one whose requirements all hold.
  var first: Int? { verdicts.firstIndex { $0.allSatisfy { $0 } } }

  /// - Returns: `nil` when the state does not have the command.
  init?(_ attempt: Attempt, in environment: Environment) {
    guard case .command(let name, let actor) = attempt.command.cause,
      let before = attempt.before ?? Self.empty(environment, actor, attempt.at),
      let focus = before.instance(attempt.command.child)
    else { return nil }
    let choices =
      attempt.before == nil ? environment.inventory.starts : environment.inventory.choices(focus.machine, focus.state)
    guard let choice = choices.first(where: { $0.command == name }) else { return nil }
    self.choice = choice
    let situation = Self.situation(attempt, actor, before, choice, environment)
    verdicts = environment.inventory.sites[choice.sites].map { site in
      site.transition.requirements.map { situation.holds($0.guard) }
    }
  }

  /// A case that does not begin yet, with its first facts.
  static func empty(_ environment: Environment, _ actor: Actor, _ moment: Instant) -> Case? {
    var empty = Case(
      workflow: environment.workflow.key,
      version: environment.workflow.version,
      machine: environment.workflow.root,
      region: environment.directory.organisations[actor.organisation]?.region ?? "",
      at: moment
    )
    for (name, fact) in environment.workflow.rootMachine?.facts ?? [:] {
      if let initial = fact.initial { empty.apply(.set(fact: name, value: initial)) }
    }
    return empty
  }

  static func fields(_ command: Command, _ definition: CommandDefinition) -> [String: Value] {
    fields(command.fields, definition)
  }

  static func fields(_ inputs: [String: Input], _ definition: CommandDefinition) -> [String: Value] {
    inputs.reduce(into: [:]) { fields, field in
      fields[field.key] = definition.fields[field.key]?.kind.value(of: field.value)
    }
  }

  private static func situation(
    _ attempt: Attempt,
    _ actor: Actor,
    _ before: Case,
    _ choice: Inventory.Choice,
    _ environment: Environment
  ) -> Situation {
    var seen = before
    let child = attempt.command.child
    let machine = before.instance(child).flatMap { environment.workflow.machines[$0.machine] }
    let fields = fields(attempt.command, choice.definition)
    func apply(_ change: Change) { seen.apply(child.map { .inChild($0, change) } ?? change) }
    for (name, value) in fields where machine?.facts[name] != nil { apply(.set(fact: name, value: value)) }
    if let ballot = choice.definition.ballot, let joint = machine?.decisions[ballot.decision] {
      let held = environment.decider(at: attempt.at).roles(of: actor, in: before, child: child)
      let role = attempt.decision?.entry.role ?? choice.definition.roles.first(where: held.contains) ?? ""
      switch ballot.action {
      case .withdraw:
        let own = before.instance(child)?.votes[ballot.decision]?.first {
          $0.organisation == actor.organisation && $0.role == role
            && (!joint.isCountedByPerson || $0.person == actor.subject)
        }
        if let own { apply(.withdrawn(decision: ballot.decision, own)) }
      case .recuse: apply(.recused(decision: ballot.decision, person: actor.subject))
      case .vote:
        guard case .choice(let option)? = fields[joint.field] else { break }
        let vote = Vote(organisation: actor.organisation, role: role, person: actor.subject, option: option)
        apply(.voted(decision: ballot.decision, vote, byPerson: joint.isCountedByPerson))
      }
    }
    var situation = Situation(
      instance: seen,
      workflow: environment.workflow,
      child: child,
      fields: fields,
      ground: attempt.command.ground ?? (choice.definition.grounds.count == 1 ? choice.definition.grounds[0] : nil),
      today: Amsterdam.date(at: attempt.at),
      directory: environment.directory
    )
    situation.sender = .init(organisation: actor.organisation, vote: choice.definition.vote, in: child)
    return situation
  }
}
