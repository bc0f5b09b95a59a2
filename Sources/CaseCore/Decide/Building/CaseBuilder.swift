import OrderedCollections

/// A decision that is being built: the case after it, the changes that lead there, and who is notified.
///
/// Every change goes through ``change(_:in:)``, which folds it into the case at once. So a later step sees the effect of an
/// earlier one, and replaying the entry gives the same result by construction.
struct CaseBuilder {
  let before: Case
  private(set) var decider: Decider
  /// The child that the entry is about; `nil` for the case itself.
  let child: String?
  private(set) var instance: Case
  private(set) var changes: [Change] = []
  /// Deadlines that restart in any case.
  var restarts: Set<DeadlineName> = []
  /// Children that something in the case ended.
  var ended: [String] = []
  var notices = NoticeList()
  private var taken: [TransitionName] = []
  /// What goes to another case.
  var transfer: Transfer?
  /// What came from another case, with whom.
  var moved: (line: Transfer.Line, receipts: [Transfer.Receipt])?

  init(_ instance: Case, child: String? = nil, decider: Decider) {
    before = instance
    self.child = child
    self.decider = decider
    self.instance = instance
  }

  /// The revision of the entry that is being built.
  var revision: Int64 { before.revision + 1 }

  var workflow: Workflow { decider.workflow }

  func machine(of child: String?) -> Machine {
    instance.instance(child).flatMap { workflow.machines[$0.machine] } ?? Machine.nothing
  }

  func situation(_ child: String?, _ validated: ValidatedCommand? = nil) -> Situation {
    var situation = decider.situation(
      of: instance,
      child: child,
      fields: validated?.fields ?? [:],
      ground: validated?.knownGround
    )
    situation.sender = validated.map {
      .init(organisation: $0.actor.organisation, vote: $0.definition.vote, in: self.child)
    }
    return situation
  }

  /// The parties in one of the roles that the directory still grants.
  func organisations(in roles: [String], child: String? = nil) -> [String] {
    instance.organisations(in: roles, child: child, of: workflow, by: decider.directory)
  }

  mutating func change(_ change: Change, in child: String? = nil) {
    let change = child.map { Change.inChild($0, change) } ?? change
    instance.apply(change)
    changes.append(change)
  }

  /// Applies the settings of the case after it moved to another region or got another type: its running deadlines are
  /// recalculated.
  mutating func applySettings() {
    guard decider.needsOtherSettings(for: instance) else { return }
    decider = decider.applyingSettings(for: instance)
    recalculate()
  }

  // MARK: - A command

  mutating func take(_ transitions: [Transition], validated: ValidatedCommand) throws(Refusal) -> Decision {
    let earlier = workflow.matches.isEmpty || child != nil ? nil : situation(nil)
    record(validated.fields, in: child)
    try cast(validated)
    let asks = earlier.map { decider.asks(validated, before: $0, after: situation(nil)) } ?? []
    let index = try choose(transitions, validated: validated)
    let transition = transitions[index]
    taken.append(name(validated.command, index))
    try perform(transition, in: child, validated: validated)
    var erases = transition.erases
    if child != nil, let consequence = consequence(of: transition.root, validated) {
      taken.append(name(validated.command, index, consequence: consequence))
      try perform(transition.root[consequence], in: nil, validated: validated)
      erases = erases || transition.root[consequence].erases
    }
    if let moved { admit(moved.receipts) }
    updateDeadlines()
    let (audience, named) = readers(validated)
    notices.notify(Event.left, to: leavers)
    notices.notify(Event.joined, to: joiners)
    notifyOfMove()
    notices.notify(usualEvent, to: organisations(in: audience, child: child))
    // What came from another case is read as it was there, and shared anew by name with nobody.
    let entry = entry(
      cause: moved.map { .transferred($0.line.command) } ?? .command(validated.command),
      actor: validated.actor,
      role: validated.role,
      ground: validated.ground,
      audience: moved?.line.audience ?? audience,
      sharedWith: moved == nil ? named : nil,
      fields: moved?.line.fields ?? validated.fields
    )
    // Who reads it by its name has no role by which it would be told. Whoever gave any other command knows it by the answer.
    if validated.definition.sharing != nil {
      notices.notify(Event.updated, to: decider.readers(of: EntryReaders(entry), in: instance))
    }
    notifyOfEnded()
    notifyReaders()
    var decision = finish(entry, erases: erases)
    decision.asks = asks
    return decision
  }

  /// The fields that are facts of the machine.
  mutating func record(_ fields: [String: Value], in child: String?) {
    for name in machine(of: child).facts.keys {
      if let value = fields[name] { change(.set(fact: name, value: value), in: child) }
    }
  }

  /// The roles that read the entry, and who was named. What is kept with the organisation of its sender is for oversight alone of the
  /// audience, so that whoever does not know of sharing shows less of it and not more.
  private func readers(_ validated: ValidatedCommand) -> (audience: [String], named: NamedReaders?) {
    let audience = validated.definition.audience ?? usualAudience
    guard let sharing = validated.definition.sharing else { return (audience, nil) }
    guard !sharing.isKept(validated.fields) else {
      return (audience.filter { workflow.roles[$0]?.access == .oversight }, nil)
    }
    let named = validated.fields[sharing.field]?.references.map(decider.directory.present) ?? []
    guard !named.isEmpty else { return (audience, nil) }
    return (audience, NamedReaders(organisations: OrderedSet(named).elements, roles: sharing.roles))
  }

  /// The audience when the command names none: that of the state, and the parts that the entry grants.
  private var usualAudience: [String] {
    let usual = machine(of: child).states[focus.state]?.audience ?? []
    let parts = changes.reduce(into: Set<String>()) { parts, change in
      if case .inChild(_, .joined(let party)) = change { parts.formUnion(party.roles) }
    }
    return usual + parts.subtracting(usual).sorted()
  }

  /// - Parameter index: the position among the transitions of the command, counted from 0; `consequence`: that in the case.
  func name(_ command: String, _ index: Int, consequence: Int? = nil) -> TransitionName {
    let instance = before.instance(child) ?? before.root
    let state = workflow.machines[instance.machine]?.states[instance.state]?.on[command] == nil ? nil : instance.state
    return .init(machine: instance.machine, state: state, command: command, index: index, consequence: consequence)
  }

  /// The first transition whose requirements all hold; otherwise every reason why none does.
  private func choose(_ transitions: [Transition], validated: ValidatedCommand) throws(Refusal) -> Int {
    let situation = situation(child, validated)
    var rules: [Rule] = []
    for (index, transition) in transitions.enumerated() {
      let broken = transition.rules(named: name(validated.command, index)) { !situation.holds($0) }
      if broken.isEmpty { return index }
      rules.add(broken)
    }
    throw .notNow(rules: rules, possible: [])
  }

  /// What a transition in a child causes in the case: the first transition whose requirements hold.
  private func consequence(of transitions: [Transition], _ validated: ValidatedCommand? = nil) -> Int? {
    let situation = situation(nil, validated)
    return transitions.firstIndex { $0.requirements.allSatisfy { situation.holds($0.guard) } }
  }

  // MARK: - A deadline

  mutating func fire(_ deadline: Deadline, name: DeadlineName, timer index: Int, of running: RunningDeadline)
    -> Decision
  {
    let timer = running.timers[index]
    change(.timerFired(deadline: name.name, timer: index), in: child)
    let roles = deadline.roles(of: timer.kind)
    switch timer.kind {
    case .warning: break
    case .expiry: expire(deadline, name: name, running: running)
    case .reminder(let index):
      // Whoever is reminded has to be a party first.
      for join in deadline.reminders.indices.contains(index) ? deadline.reminders[index].joins : [] {
        admitWithoutSender(join)
      }
    }
    updateDeadlines()
    notices.notify(deadline.event(of: timer.kind), to: organisations(in: roles, child: child))
    notices.notify(Event.joined, to: joiners)
    notifyOfMove()
    notifyOfEnded()
    notifyReaders()
    return finish(
      entry(
        cause: .deadline(name.name, timer: index, due: timer.at),
        actor: nil,
        role: nil,
        ground: deadline.ground,
        audience: roles,
        fields: [:]
      )
    )
  }

  private mutating func expire(_ deadline: Deadline, name: DeadlineName, running: RunningDeadline) {
    if let day = instance.instance(child).flatMap({ deadline.dayOfRun(running, in: $0) }) {
      change(.passed(deadline: name.name, since: day), in: child)
    }
    // An organisation that must act on it has to be a party first. When there is none, the deadline is still recorded.
    for join in deadline.joins { admitWithoutSender(join) }
    if case .review(let state) = deadline.expiry { change(.entered(state: state), in: child) }
    if child != nil, let consequence = consequence(of: deadline.root) {
      perform(deadline.root[consequence], byClockIn: nil)
    }
    guard deadline.repeats, let now = instance.instance(child), deadline.runs(in: situation(child)) else { return }
    let next = decider.following(running, of: deadline, generation: now.generations[name.name, default: 0] + 1, in: now)
    change(.deadlineEnded(name: name.name), in: child)
    change(.deadlineStarted(name: name.name, next), in: child)
  }

  // MARK: - What both end with

  /// The machine that the entry is about, after the changes.
  private var focus: Instance { instance.instance(child) ?? instance.root }

  private var usualEvent: String {
    if before.revision == 0 { return Event.opened }
    return child != nil || before.state == instance.state ? Event.updated : Event.moved
  }

  /// An event in a child can move the case, and then other organisations are notified than those of the child.
  private mutating func notifyOfMove() {
    guard child != nil, before.state != instance.state else { return }
    let audience = machine(of: nil).states[instance.state]?.audience ?? []
    notices.notify(Event.moved, to: organisations(in: audience))
  }

  /// An event in the case can end a child, and then organisations with a part in it would not be notified otherwise.
  private mutating func notifyOfEnded() {
    for id in ended where id != child {
      let audience = machine(of: id).states[instance.children[id]?.state ?? ""]?.audience ?? []
      let parties = instance.children[id]?.parties.filter { $0.until == nil } ?? []
      let parts = parties.filter { !decider.directory.counted($0).isDisjoint(with: audience) }
      notices.notify(Event.updated, to: parts.map(\.organisation))
    }
  }

  func entry(
    cause: Entry.Cause,
    actor: Actor?,
    role: String?,
    ground: String,
    audience: [String],
    sharedWith: NamedReaders? = nil,
    fields: [String: Value]
  ) -> Entry {
    Entry(
      revision: revision,
      at: decider.now,
      cause: cause,
      child: child,
      actor: actor,
      role: role,
      ground: ground,
      from: before.instance(child)?.state ?? "",
      to: focus.state,
      audience: audience,
      sharedWith: sharedWith,
      fields: fields,
      changes: changes,
      onBehalfOf: principals(of: actor, as: role)
    )
  }

  /// For whom the actor had the role before the entry.
  private func principals(of actor: Actor?, as role: String?) -> [String] {
    guard let actor, let role, let party = before.party(actor.organisation) else { return [] }
    return decider.directory.principals(of: party, in: role)
  }

  func finish(_ entry: Entry, erases: Bool = false) -> Decision {
    var result = before
    result.apply(entry)
    let notices = notices.all.map { notice in
      var notice = notice
      notice.isForReceipt = decider.hasOnlyReceipt(notice.organisation, of: result)
      return notice
    }
    return Decision(
      entry: entry,
      result: result,
      notices: notices,
      erases: erases,
      taken: taken,
      transfer: transfer
    ).numbered(after: before, by: workflow)
  }
}

extension Transition {
  /// Those of its requirements that the predicate selects, as rules.
  func rules(named name: TransitionName, where isAmong: (Guard) -> Bool) -> [Rule] {
    requirements.enumerated().compactMap { index, requirement in
      isAmong(requirement.guard) ? .guard(GuardName(name, index), because: requirement.otherwise) : nil
    }
  }
}
