import OrderedCollections

/// The engine: what a command does to a case.
///
/// ```
///  command ─► entitled? ─► fields ─► revision ─► state ─► requirements ─► changes ─► entry, notices
///              unknownCase  invalid   stale       notNow
///              notEntitled
/// ```
///
/// Pure and deterministic: no clock, no randomness, no I/O. The same workflow, case, command, moment, directory and calendar
/// give the same outcome on every machine. Whoever may not know of a case is told so before anything else is looked at, so
/// that no other answer can give it away.
public struct Decider: Sendable {
  public let workflow: Workflow
  public let machine: Machine
  public let directory: Directory
  public let calendar: WorkCalendar
  public let now: Instant

  /// - Parameter workflow: a checked one (``Workflow/faults()`` is empty).
  public init(workflow: Workflow, directory: Directory, calendar: WorkCalendar, now: Instant) {
    self.workflow = workflow
    machine = workflow.rootMachine ?? Machine.nothing
    self.directory = directory
    self.calendar = calendar
    self.now = now
  }

  /// - Parameter instance: the case; `nil` for the command that makes one.
  public func decide(_ command: Command, on instance: Case?) -> Outcome {
    do throws(Refusal) {
      switch (command.cause, instance) {
      case (.given(let name, let actor), let instance?):
        return .accepted(try advance(instance, name: name, actor: actor, command: command))
      case (.given(let name, let actor), nil):
        return .accepted(try start(name: name, actor: actor, command: command))
      case (.deadline(let name, let generation, let rung), let instance?):
        return fire(name, generation: generation, rung: rung, on: instance)
      case (.deadline, nil):
        return .lapsed
      }
    } catch {
      return .refused(error)
    }
  }

  // MARK: - Commands of people

  private func start(name: String, actor: Actor, command: Command) throws(Refusal) -> Decision {
    guard name == machine.start.command, let definition = machine.commands[name] else {
      throw machine.commands[name] == nil ? .unknownCommand(name) : .unknownCase
    }
    guard let organisation = directory.organisations[actor.organisation] else { throw Rules.unlisted }
    let role = try entitled(actor, to: definition, holding: organisation.roles)
    let fields = try accepted(command.fields, for: definition)
    let ground = try chosen(command.ground, for: definition)
    var draft = Draft(
      Case(workflow: workflow.key, version: workflow.version, region: organisation.region, at: now),
      decider: self
    )
    for (name, fact) in machine.facts {
      if let initial = fact.initial { draft.change(.set(fact: name, value: initial)) }
    }
    return try draft.take(
      [machine.start.transition],
      command: name,
      definition: definition,
      actor: actor,
      role: role,
      ground: ground,
      fields: fields
    )
  }

  private func advance(
    _ instance: Case,
    name: String,
    actor: Actor,
    command: Command
  ) throws(Refusal) -> Decision {
    guard let party = instance.party(actor.organisation), canRead(party.roles.intersection(actor.roles)) else {
      throw .unknownCase
    }
    guard let definition = machine.commands[name], name != machine.start.command else { throw .unknownCommand(name) }
    let role = try entitled(actor, to: definition, holding: party.roles)
    let fields = try accepted(command.fields, for: definition)
    let ground = try chosen(command.ground, for: definition)
    if let expected = command.expectedRevision, expected != instance.revision {
      throw .stale(current: instance.revision)
    }
    let transitions = machine.transitions(for: name, in: instance.state)
    guard !transitions.isEmpty else {
      throw notNow([Rules.notInState(definition.label, machine.states[instance.state]?.label)], actor, instance)
    }
    var draft = Draft(instance, decider: self)
    return try draft.take(
      transitions,
      command: name,
      definition: definition,
      actor: actor,
      role: role,
      ground: ground,
      fields: fields
    )
  }

  /// Whether one of the roles may know what is in a case.
  func canRead(_ roles: Set<String>) -> Bool {
    roles.contains { workflow.roles[$0].map { $0.access != .receipt } ?? false }
  }

  func notNow(_ rules: [String], _ actor: Actor?, _ instance: Case) -> Refusal {
    let open = actor.map { possibilities(for: $0, in: instance).filter(\.obstacles.isEmpty) } ?? []
    return .notNow(rules: rules, possible: open.map(\.command))
  }

  // MARK: - The clock

  private func fire(_ name: String, generation: Int, rung: Int, on instance: Case) -> Outcome {
    guard let running = instance.deadlines[name], running.generation == generation,
      running.rungs.indices.contains(rung), !running.rungs[rung].isFired, running.rungs[rung].at <= now,
      let deadline = machine.deadlines[name]
    else { return .lapsed }
    var draft = Draft(instance, decider: self)
    return .accepted(draft.fire(deadline, name: name, rung: rung, of: running))
  }
}

extension Machine {
  /// Stands in for the root of a workflow that was not checked: knows no command, so refuses everything.
  static let nothing = Machine(
    label: "",
    start: Start(command: "", transition: Transition()),
    states: [:],
    commands: [:]
  )
}
