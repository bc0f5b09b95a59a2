import OrderedCollections

/// The engine: what a command does to a case.
///
/// ```
///  command ─► known? ─► entitled? ─► level? ─► fields ─► revision ─► state ─► requirements ─► changes ─► entry, notices
///           unknownCase notEntitled     │      invalid   stale       notNow
///                                       └ insufficientAuthentication
/// ```
///
/// Pure and deterministic: no clock, no randomness, no I/O. The same workflow, case, command, moment, directory and calendar
/// give the same outcome on every machine. A sender that may not know of a case is refused before anything else is checked,
/// so that no other answer can reveal it.
public struct Decider: Sendable {
  /// With the deadlines that administrators have set for the case whose settings are applied.
  public private(set) var workflow: Workflow
  public let directory: Directory
  public let deadlineSettings: DeadlineSettings
  public let now: Instant
  /// The local date of ``now``.
  let today: CivilDate
  /// The workflow as it was published.
  private let published: Workflow
  private var scope: Scope?

  /// The part of a case that its settings depend on.
  private struct Scope: Hashable {
    var region: String
    var caseType: String?
  }

  /// - Parameter workflow: a checked one (``Workflow/faults()`` is empty).
  public init(workflow: Workflow, directory: Directory, deadlineSettings: DeadlineSettings, now: Instant) {
    self.workflow = workflow
    let today = Amsterdam.date(at: now)
    self.directory = directory.on(today)
    self.deadlineSettings = deadlineSettings
    self.now = now
    published = workflow
    self.today = today
  }

  /// Without settings by administrators.
  public init(workflow: Workflow, directory: Directory, calendar: WorkCalendar, now: Instant) {
    self.init(
      workflow: workflow,
      directory: directory,
      deadlineSettings: DeadlineSettings(calendar: calendar),
      now: now
    )
  }

  /// The same, with other settings.
  func with(_ deadlineSettings: DeadlineSettings) -> Decider {
    Decider(workflow: published, directory: directory, deadlineSettings: deadlineSettings, now: now)
  }

  /// The same, with the deadlines of this case.
  public func applyingSettings(for instance: Case) -> Decider {
    let scope = Scope(region: instance.region, caseType: published.type(of: instance))
    guard scope != self.scope else { return self }
    var adjusted = self
    adjusted.scope = scope
    adjusted.workflow = deadlineSettings.adjust(published, region: scope.region, caseType: scope.caseType)
    return adjusted
  }

  /// Whether the case has other deadlines than the case whose settings are applied.
  func needsOtherSettings(for instance: Case) -> Bool {
    scope != Scope(region: instance.region, caseType: published.type(of: instance))
  }

  /// - Parameter instance: the case; `nil` for the command that starts one.
  public func decide(_ command: Command, on instance: Case?) -> Outcome {
    instance.map { applyingSettings(for: $0).outcome(of: command, on: $0) } ?? outcome(of: command, on: nil)
  }

  private func outcome(of command: Command, on instance: Case?) -> Outcome {
    do throws(Refusal) {
      switch (command.cause, instance) {
      case (.command(let name, let actor), let instance?):
        return .accepted(try advance(instance, name: name, actor: actor, command: command))
      case (.command(let name, let actor), nil):
        return .accepted(try start(name: name, actor: actor, command: command))
      case (.deadline(let name, let generation, let timer), let instance?):
        return fire(name, generation: generation, timer: timer, on: instance)
      case (.transferred(let transfer, let line), let instance?):
        return .accepted(try receive(line, of: transfer, as: command.child, on: instance))
      case (.matched(let name, let contact), let instance?):
        return match(name, with: contact, on: instance).map(Outcome.accepted) ?? .lapsed
      case (.deadline, nil), (.transferred, nil), (.matched, nil):
        return .lapsed
      }
    } catch {
      return .refused(answer(error, to: command, on: instance))
    }
  }

  /// The refusal, with the commands that the sender could give instead.
  private func answer(_ refusal: Refusal, to command: Command, on instance: Case?) -> Refusal {
    guard case .notNow(let rules, _) = refusal, case .command(_, let actor) = command.cause, let instance else {
      return refusal
    }
    return .notNow(rules: rules, possible: possible(for: actor, in: instance))
  }

  /// The commands that the actor could give, by name.
  func possible(for actor: Actor, in instance: Case) -> [String] {
    let open = availableCommands(for: actor, in: instance).filter(\.obstacles.isEmpty)
    return OrderedSet(open.map(\.command)).elements
  }

  private var rootMachine: Machine { workflow.rootMachine ?? Machine.nothing }

  // MARK: - Commands of people

  private func start(name: String, actor: Actor, command: Command) throws(Refusal) -> Decision {
    let machine = rootMachine
    guard let start = machine.start(by: name), let definition = machine.commands[name] else {
      throw workflow.machine(of: name) == nil ? .unknownCommand(name) : .unknownCase
    }
    guard let organisation = directory.organisations[actor.organisation], organisation.takesPart else {
      throw .notEntitled(.listing)
    }
    let role = try entitled(to: definition, holding: organisation.roles.intersection(actor.roles))
    try requireProof(of: actor, for: definition)
    let empty = Case(
      workflow: workflow.key,
      version: workflow.version,
      machine: workflow.root,
      region: organisation.region,
      at: now
    )
    let initial = machine.facts.compactMap { name, fact in fact.initial.map { Change.set(fact: name, value: $0) } }
    var beginning = empty
    for change in initial { beginning.apply(change) }
    let validated = try validated(command, name, definition, actor: actor, role: role, in: beginning)
    var builder = CaseBuilder(empty, decider: applyingSettings(for: empty))
    for change in initial { builder.change(change) }
    if workflow.namesCases, let name = command.caseName { builder.change(.named(name)) }
    return try builder.take([start.transition], validated: validated)
  }

  private func advance(_ instance: Case, name: String, actor: Actor, command: Command) throws(Refusal) -> Decision {
    guard knows(actor, of: instance) else { throw .unknownCase }
    guard let key = workflow.machine(of: name), let machine = workflow.machines[key],
      let definition = machine.commands[name], !machine.begins(by: name)
    else { throw .unknownCommand(name) }
    let target = try self.instance(of: key, command.child, in: instance, for: definition, actor: actor)
    let roles = self.roles(of: actor, in: instance, child: command.child)
    let role = try entitled(to: definition, holding: roles)
    try requireProof(of: actor, for: definition)
    let validated = try validated(command, name, definition, actor: actor, role: role, in: instance)
    let revision = revision(of: instance, for: actor)
    if let expected = command.expectedRevisions, !expected.contains(revision) { throw .stale(current: revision) }
    if command.child != nil, isOver(instance) { throw .broken(.caseClosed) }
    let transitions = machine.transitions(for: name, in: target.state)
    guard !transitions.isEmpty else {
      // The phase is named only to senders that may know it.
      let state = machine.states[target.state].flatMap { roles.isDisjoint(with: $0.audience) ? nil : $0.label }
      throw .broken(.notInState(command: definition.label, state: state))
    }
    var builder = CaseBuilder(instance, child: command.child, decider: self)
    return try builder.take(transitions, validated: validated)
  }

  /// The name of the field that names a child, at every entrance.
  static let childField = "onderdeel"

  /// The machine that the command is for: the case, or the child that it names and that the actor may know of.
  private func instance(
    of machine: String,
    _ child: String?,
    in instance: Case,
    for definition: CommandDefinition,
    actor: Actor
  ) throws(Refusal) -> Instance {
    guard machine != workflow.root else {
      guard child == nil else { throw .invalid(Self.childField, .partNotAsked(command: definition.label)) }
      return instance.root
    }
    guard let child else {
      let own = instance.children.keys.filter {
        instance.children[$0]?.machine == machine && canSee(child: $0, of: instance, actor)
      }
      throw .invalid(Self.childField, .partMissing(command: definition.label, known: Array(own)))
    }
    guard let target = instance.instance(child), target.machine == machine,
      canSee(child: child, of: instance, actor)
    else { throw .invalid(Self.childField, .unknownPart(command: definition.label)) }
    return target
  }

  private func validated(
    _ command: Command,
    _ name: String,
    _ definition: CommandDefinition,
    actor: Actor,
    role: String,
    in instance: Case
  ) throws(Refusal) -> ValidatedCommand {
    let chosen = chosen(command.ground, for: definition)
    var before = situation(of: instance, child: command.child)
    if case .success(let ground) = chosen { before.ground = ground }
    let (fields, faults) = accepted(
      command.fields,
      for: definition,
      in: instance,
      naming: command.otherCases,
      before
    )
    let ground: String
    do { ground = try chosen.get() } catch { throw .invalid(faults + [error]) }
    guard faults.isEmpty else { throw .invalid(faults) }
    // That they were enough was looked at; they are no part of who acted.
    var actor = actor
    actor.authentication = []
    return ValidatedCommand(
      command: name,
      definition: definition,
      actor: actor,
      role: role,
      ground: ground,
      fields: fields,
      levels: command.levels
    )
  }

  func isOver(_ instance: Case) -> Bool { rootMachine.states[instance.state]?.isFinal ?? false }

  // MARK: - The clock

  /// - Parameter instance: a case whose settings were applied to this decider.
  func fire(_ name: DeadlineName, generation: Int, timer: Int, on instance: Case) -> Outcome {
    guard let focus = instance.instance(name.child), let running = focus.deadlines[name.name],
      running.generation == generation,
      running.timers.indices.contains(timer), !running.timers[timer].isFired, running.timers[timer].at <= now,
      let deadline = workflow.machines[focus.machine]?.deadlines[name.name]
    else { return .lapsed }
    var builder = CaseBuilder(instance, child: name.child, decider: self)
    return .accepted(builder.fire(deadline, name: name, timer: timer, of: running))
  }
}

extension Machine {
  /// Stands in for a missing machine in a workflow that was not checked: it has no commands, so it refuses everything.
  static let nothing = Machine(label: "", states: [:], commands: [:])
}

extension Workflow {
  /// The machine whose command it is. Names are unique over the machines of a checked workflow.
  public func machine(of command: String) -> String? {
    machines.first { $1.commands[command] != nil }?.key
  }
}
