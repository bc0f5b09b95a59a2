import OrderedCollections

/// A decision in the making: the case as it would become, the changes that make it so, and who would be told.
///
/// Every change goes through ``change(_:)``, which folds it into the case at once. So a later step sees what an earlier one
/// did, and the result is by construction what replaying the entry gives.
struct Draft {
  let before: Case
  let decider: Decider
  private(set) var instance: Case
  private(set) var changes: [Change] = []

  init(_ instance: Case, decider: Decider) {
    before = instance
    self.decider = decider
    self.instance = instance
  }

  private var machine: Machine { decider.machine }

  mutating func change(_ change: Change) {
    instance.apply(change)
    changes.append(change)
  }

  // MARK: - A command

  mutating func take(
    _ transitions: [Transition],
    command: String,
    definition: CommandDefinition,
    actor: Actor,
    role: String,
    ground: String,
    fields: [String: Value]
  ) throws(Refusal) -> Decision {
    record(fields, of: definition, role: role)
    let transition = try choose(transitions, fields: fields, actor: actor)
    for (fact, value) in transition.assign { change(.set(fact: fact, value: value)) }
    for join in transition.joins { try admit(join, of: definition, actor: actor, role: role, fields: fields) }
    if let target = transition.target { change(.entered(state: target)) }
    updateDeadlines(restarting: transition.restarts)
    let audience = definition.audience ?? machine.states[instance.state]?.audience ?? []
    let entry = entry(
      cause: .command(command),
      actor: actor,
      role: role,
      ground: ground,
      audience: audience,
      fields: fields
    )
    return finish(entry, notices: notices(of: transition, audience: audience), erases: transition.erases)
  }

  private mutating func record(_ fields: [String: Value], of definition: CommandDefinition, role: String) {
    for name in definition.fields.keys where machine.facts[name] != nil {
      if let value = fields[name] { change(.set(fact: name, value: value)) }
    }
    if let vote = definition.vote, let field = machine.decisions[vote]?.field, case .choice(let option)? = fields[field]
    {
      change(.voted(decision: vote, role: role, option: option))
    }
  }

  /// The first transition whose requirements all hold; else every reason why none does.
  private func choose(
    _ transitions: [Transition],
    fields: [String: Value],
    actor: Actor
  ) throws(Refusal) -> Transition {
    var rules: [String] = []
    for transition in transitions {
      let broken = transition.requirements.filter { !$0.guard.holds(in: instance, machine: machine, fields: fields) }
      if broken.isEmpty { return transition }
      for requirement in broken where !rules.contains(requirement.otherwise) { rules.append(requirement.otherwise) }
    }
    throw decider.notNow(rules, actor, before)
  }

  private mutating func admit(
    _ join: Transition.Join,
    of definition: CommandDefinition,
    actor: Actor,
    role: String,
    fields: [String: Value]
  ) throws(Refusal) {
    switch join.source {
    case .sender:
      admit(actor.organisation, in: [join.role ?? role])
    case .region:
      let wanted = join.role ?? role
      let holders = decider.directory.holders(of: wanted, in: instance.region)
      guard !holders.isEmpty else { throw decider.notNow([Rules.nobody(wanted, instance.region)], actor, before) }
      for holder in holders { admit(holder.number, in: [wanted]) }
    case .field(let name):
      let asked = definition.fields[name]?.kind.askedRoles ?? []
      for number in fields[name]?.references ?? [] {
        let held = decider.directory.organisations[number]?.roles ?? []
        admit(number, in: join.role.map { [$0] } ?? (asked.isEmpty ? held : held.intersection(asked)))
      }
    }
  }

  /// A new party knows the case from this entry on; one that takes part already only gains roles. Whoever was let in for a
  /// receipt alone knew nothing of the case until now, so for it too it begins here.
  private mutating func admit(_ organisation: String, in roles: Set<String>) {
    let present = instance.party(organisation)
    let all = roles.union(present?.roles ?? [])
    guard all != present?.roles else { return }
    let known = present.flatMap { decider.canRead($0.roles) ? $0.since : nil }
    change(.joined(Party(organisation: organisation, roles: all, since: known ?? before.revision + 1)))
  }

  // MARK: - A deadline

  mutating func fire(_ deadline: Deadline, name: String, rung: Int, of running: RunningDeadline) -> Decision {
    change(.rungFired(deadline: name, rung: rung))
    let isExpiry = rung == running.rungs.count - 1
    if isExpiry, case .review(let state) = deadline.expiry { change(.entered(state: state)) }
    updateDeadlines(restarting: [])
    let roles = isExpiry ? deadline.roles : deadline.warningRoles(rung, of: running)
    let entry = entry(
      cause: .deadline(name, rung: rung, due: running.rungs[rung].at),
      actor: nil,
      role: nil,
      ground: deadline.ground,
      audience: roles,
      fields: [:]
    )
    let event = isExpiry ? Event.overdue : Event.closing
    return finish(entry, notices: instance.organisations(in: roles).map { .init(organisation: $0, event: event) })
  }

  // MARK: - What both end with

  /// Starts, restarts and ends deadlines so that exactly those run whose states and guard hold now.
  private mutating func updateDeadlines(restarting: [String]) {
    for (name, deadline) in machine.deadlines {
      let runs = deadline.runs(in: instance, machine: machine)
      let current = instance.deadlines[name]
      let next =
        runs ? decider.running(deadline, generation: instance.generations[name, default: 0] + 1, in: instance) : nil
      let moved = deadline.term.dateFact.map { instance.facts[$0] != before.facts[$0] } ?? false
      if runs == (current != nil), !restarting.contains(name), !moved { continue }
      if current != nil { change(.deadlineEnded(name: name)) }
      if let next { change(.deadlineStarted(name: name, next)) }
    }
  }

  private func entry(
    cause: Entry.Cause,
    actor: Actor?,
    role: String?,
    ground: String,
    audience: [String],
    fields: [String: Value]
  ) -> Entry {
    Entry(
      revision: before.revision + 1,
      at: decider.now,
      cause: cause,
      actor: actor,
      role: role,
      ground: ground,
      from: before.state,
      to: instance.state,
      audience: audience,
      fields: fields,
      changes: changes
    )
  }

  private func finish(_ entry: Entry, notices: [Decision.Notice], erases: Bool = false) -> Decision {
    var result = before
    result.apply(entry)
    return Decision(entry: entry, result: result, notices: notices, erases: erases)
  }

  /// The audience is told that the case moved on; whom the transition names besides is told in its own words, and once.
  private func notices(of transition: Transition, audience: [String]) -> [Decision.Notice] {
    let usual = before.revision == 0 ? Event.opened : before.state == instance.state ? Event.updated : Event.moved
    var told: Set<String> = []
    var notices: [Decision.Notice] = []
    let named = transition.notices.map { ($0.event, $0.roles) }
    for (event, roles) in named + [(usual, audience)] {
      for organisation in instance.organisations(in: roles) where told.insert(organisation).inserted {
        notices.append(.init(organisation: organisation, event: event))
      }
    }
    return notices
  }
}

extension Value {
  /// The organisations that a reference, or a list of them, names.
  var references: [String] {
    switch self {
    case .reference(let number): [number]
    case .list(let values): values.flatMap(\.references)
    default: []
    }
  }
}
