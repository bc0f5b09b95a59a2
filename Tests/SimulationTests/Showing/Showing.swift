import CaseCore
import OrderedCollections

/// What the text of a workflow shows the readers of one case at one moment: of each part its phase, who takes part, its deadlines, its
/// votes, what it counts and who must act, each to the roles that the text names.
///
/// Roles and phases are those of the projection. Of the case itself only what the journal's changes fold into is looked at: facts, votes,
/// visits, and the moments of deadlines.
struct Showing {
  /// What one reader is shown of the case, or of a child.
  struct View: Hashable {
    /// `nil` when it is not for the reader.
    var state: String?
    /// Who takes part in which roles; the reader alone, when the state is not for it.
    var parties: [String: Set<String>] = [:]
    /// When each began, and when it is due: `nil` while it stands still.
    var deadlines: [String: [Instant?]] = [:]
    /// By decision, in the order in which they were given: role, organisation and option.
    var votes: [String: [[String]]] = [:]
    var counts: [String: Value] = [:]
    /// In which role which organisation must act.
    var awaited: Set<[String]> = []
  }

  let rights: Projection
  let instance: Case
  let today: CivilDate

  init(_ rights: Projection, _ instance: Case, at moment: Instant) {
    self.rights = rights
    self.instance = instance
    today = Amsterdam.date(at: moment)
  }

  /// By part what an organisation is shown; `nil` when it may not know of the case.
  func views(of organisation: String) -> [String?: View]? {
    let seen = rights.parts.keys.filter { sees(organisation, child: $0) }
    let isReader = rights.readingRoles(organisation, in: nil).contains { access(of: $0) == .party }
    guard isReader || !seen.isEmpty else { return nil }
    var views: [String?: View] = [:]
    for part in [nil] + seen.map(Optional.some) { views[part] = view(of: part, for: organisation) }
    return views
  }

  func machine(of child: String?) -> Machine? { rights.workflow.machines[rights[child].machine] }

  private func access(of role: String) -> Role.Access? { rights.workflow.roles[role]?.access }

  /// Whoever has a part in a child sees it; a reader of the case sees those whose state is for one of its roles.
  private func sees(_ organisation: String, child: String) -> Bool {
    let roles = rights.readingRoles(organisation, in: child)
    return roles.contains { access(of: $0) == .part } || !roles.isDisjoint(with: rights.audience(of: child))
  }

  private func view(of child: String?, for organisation: String) -> View {
    let (part, roles) = (rights[child], rights.readingRoles(organisation, in: child))
    guard !roles.isDisjoint(with: rights.audience(of: child)), let machine = machine(of: child),
      let journal = instance.instance(child)
    else { return View(parties: part.roles.filter { $0.key == organisation }) }
    let counted = rights.countedFacts[part.machine] ?? []
    return View(
      state: part.state,
      parties: part.roles,
      deadlines: journal.deadlines.mapValues { [$0.startedAt, $0.ledger.isSuspended ? nil : $0.dueAt] },
      votes: votes(in: child, machine, journal, for: roles),
      counts: journal.facts.filter { counted.contains($0.key) },
      awaited: Set(
        awaited(in: child, machine).filter { $0.audience.map { !roles.isDisjoint(with: $0) } ?? true }
          .map { [$0.role, $0.organisation] }
      )
    )
  }

  /// The votes that are asked for in the present state, to whom may read the command that gives them.
  private func votes(
    in child: String?,
    _ machine: Machine,
    _ journal: Instance,
    for roles: Set<String>
  ) -> [String: [[String]]] {
    var shown: [String: [[String]]] = [:]
    for decision in machine.decisions.keys {
      let asked = machine.commands.first { name, command in
        command.vote == decision && !transitions(of: name, in: child, machine).isEmpty
      }
      guard let audience = asked.map({ $0.value.audience ?? rights.audience(of: child) }),
        !roles.isDisjoint(with: audience)
      else { continue }
      shown[decision] = (journal.votes[decision] ?? []).map { [$0.role, $0.organisation, $0.option] }
    }
    return shown
  }

  private func transitions(of command: String, in child: String?, _ machine: Machine) -> [Transition] {
    guard let state = machine.states[rights[child].state], !state.isFinal else { return [] }
    return state.on[command] ?? machine.on[command] ?? []
  }

  // MARK: - Who must act

  /// Somebody who must act, and to whom the text shows that; to whoever sees the part when it names no audience.
  private struct Awaited {
    let audience: [String]?
    let role: String
    let organisation: String
  }

  /// Until the case is over: who did not vote yet where votes are asked for, and who can give a command that leads out of the state.
  private func awaited(in child: String?, _ machine: Machine) -> [Awaited] {
    let isOver = self.machine(of: nil)?.states[rights[nil].state]?.isFinal ?? true
    guard !isOver else { return [] }
    return machine.commands.filter { !machine.begins(by: $0.key) }.flatMap { name, command -> [Awaited] in
      let ways = transitions(of: name, in: child, machine)
      guard !ways.isEmpty else { return [] }
      let who: [[String]] =
        if let decision = command.vote {
          missingVoters(decision, command, in: child, machine)
        } else {
          holders(of: command.roles, in: child).filter { leadsOut(ways, command, by: $0[1], in: child) }
        }
      return who.map { Awaited(audience: command.audience, role: $0[0], organisation: $0[1]) }
    }
  }

  /// Roles with their holders.
  func holders(of roles: [String], in child: String?) -> [[String]] {
    roles.flatMap { role in rights.holders(of: [role], in: child).map { [role, $0] } }
  }

  private func missingVoters(
    _ decision: String,
    _ command: CommandDefinition,
    in child: String?,
    _ machine: Machine
  ) -> [[String]] {
    guard let joint = machine.decisions[decision], standing(of: decision, in: child) == .open else { return [] }
    let voted = (instance.instance(child)?.votes[decision] ?? []).map { [$0.role, $0.organisation] }
    return voters(joint, joint.roles.filter(command.roles.contains), in: child).filter { !voted.contains($0) }
  }

  private func leadsOut(_ transitions: [Transition], _ command: CommandDefinition, by sender: String, in child: String?)
    -> Bool
  {
    let unsaid = Unsaid(child: child, fields: Set(command.fields.keys), sender: sender)
    return transitions.contains { transition in
      transition.target.map { $0 != rights[child].state } == true
        && transition.requirements.allSatisfy { verdict($0.guard, in: child, unsaid) != false }
    }
  }
}

extension Workflow {
  /// By machine, the facts that transitions count. They are shown; others are for guards alone.
  var countedFacts: [String: Set<String>] {
    var counted: [String: Set<String>] = [:]
    for (key, machine) in machines {
      var own: [Transition] = machine.on.values.flatMap(\.self)
      own += machine.states.values.flatMap { $0.on.values.flatMap(\.self) }
      own += machine.starts.map(\.transition)
      counted[key, default: []].formUnion(own.flatMap(\.counts))
      let ofCase = own.flatMap(\.root) + machine.deadlines.values.flatMap(\.root)
      counted[root, default: []].formUnion(ofCase.flatMap(\.counts))
    }
    return counted
  }
}
