import CaseCore
import OrderedCollections
import WorkflowFiles

/// A walk at random through a workflow: people who give whatever they can think of, and a clock that jumps. What is accepted
/// makes the case and its journal, as in life.
struct Walk {
  let workflow: Workflow
  let directory: Directory
  private let people: [Actor]
  private var dice: Dice
  private(set) var now = Amsterdam.startOfDay(CivilDate(year: 2026, month: 1, day: 5) ?? .min)
  private(set) var before: Case?
  private(set) var instance: Case?
  private(set) var journal: [Entry] = []
  private(set) var opened = Instant.min

  init(_ workflow: Workflow, organisations: [Organisation], seed: UInt64) {
    self.workflow = workflow
    directory = Directory(organisations)
    dice = Dice(seed: seed)
    people = organisations.sorted { $0.number < $1.number }.flatMap { organisation in
      organisation.roles.sorted().map { Actor(subject: $0, organisation: organisation.number, roles: [$0]) }
    }
  }

  var machine: Machine {
    workflow.rootMachine
      ?? Machine(label: "", start: .init(command: "", transition: .init()), states: [:], commands: [:])
  }

  func decide(_ command: Command, on instance: Case?) -> Outcome {
    Decider(workflow: workflow, directory: directory, calendar: .standard, now: now).decide(command, on: instance)
  }

  /// One step: the command, on what it was tried, and what came of it.
  mutating func step() -> (command: Command, on: Case?, outcome: Outcome) {
    if dice.roll(4) == 0 { now = now.adding(seconds: Int64(dice.roll(40 * 24)) * 3_600) }
    // Now and then years pass, for the deadlines that take them.
    if dice.roll(40) == 0 { now = now.adding(seconds: Int64(dice.roll(6 * 365)) * 86_400) }
    let command = instance.flatMap { dueRung(of: $0) } ?? given()
    let outcome = decide(command, on: instance)
    before = instance
    if case .accepted(let decision) = outcome {
      if instance == nil { opened = now }
      instance = decision.result
      journal.append(decision.entry)
    }
    return (command, before, outcome)
  }

  // MARK: - The clock

  /// A rung that is due, or now and then any that is not: it must do no harm.
  private mutating func dueRung(of instance: Case) -> Command? {
    guard let rung = instance.nextRung, rung.at <= now || dice.roll(20) == 0 else { return nil }
    let generation = dice.roll(10) == 0 ? rung.generation - 1 : rung.generation
    // A sweep may leave a due rung for later; then people go first.
    if dice.roll(3) == 0 { return nil }
    return Command(cause: .deadline(name: rung.deadline, generation: generation, rung: rung.rung))
  }

  // MARK: - People

  private mutating func given() -> Command {
    let (name, actor) = wish()
    let definition = machine.commands[name]
    return Command(
      cause: .given(name: name, by: actor),
      fields: definition.map { fields(of: $0) } ?? [:],
      ground: definition.flatMap { $0.grounds.count > 1 ? dice.pick($0.grounds) : nil },
      expectedRevision: dice.roll(8) == 0 ? Int64(dice.roll(10)) : nil
    )
  }

  /// Mostly something that can be done now, by someone who can; sometimes anything by anyone.
  private mutating func wish() -> (String, Actor) {
    let anyone = dice.pick(people) ?? Actor(subject: "", organisation: "", roles: [])
    guard let instance, dice.roll(5) > 0 else {
      let name = instance == nil ? machine.start.command : dice.pick(Array(machine.commands.keys)) ?? ""
      return (name, anyone)
    }
    let decider = Decider(workflow: workflow, directory: directory, calendar: .standard, now: now)
    let wishes = people.flatMap { actor in decider.possibilities(for: actor, in: instance).map { ($0.command, actor) } }
    let onward = wishes.filter { leadsOnward($0.0, from: instance) }
    return dice.pick(dice.roll(2) == 0 ? wishes : onward) ?? dice.pick(wishes) ?? (machine.start.command, anyone)
  }

  /// Whether a command may lead where the case has not been: without a liking for that, a walk stays where it began.
  private func leadsOnward(_ command: String, from instance: Case) -> Bool {
    machine.transitions(for: command, in: instance.state).compactMap(\.target).contains { instance.visits[$0] == nil }
  }

  private mutating func fields(of definition: CommandDefinition) -> [String: Input] {
    var fields: [String: Input] = [:]
    for (name, field) in definition.fields where field.isRequired || dice.roll(2) == 0 {
      fields[name] = dice.roll(60) == 0 ? .other : input(field.kind)
    }
    // People mostly agree: else no joint decision would ever be taken.
    if let vote = definition.vote, let field = machine.decisions[vote]?.field, dice.roll(5) > 0,
      let option = instance?.votes[vote]?.sorted(by: { $0.key < $1.key }).first?.value
    {
      fields[field] = .string(option)
    }
    return fields
  }

  private mutating func input(_ kind: Field.Kind) -> Input {
    switch kind {
    case .text: return .string("x")
    case .date(let within, let past):
      let days = within == nil ? (past ? -dice.roll(30) : dice.roll(30)) : 1 + dice.roll(28)
      return .string("\(Amsterdam.date(at: now).adding(days: days))")
    case .number(let minimum, _): return .number(minimum ?? 0)
    case .choice(let options): return .string(dice.pick(options)?.key ?? "")
    case .reference(let roles):
      let fit = directory.organisations.values.filter { roles.isEmpty || !$0.roles.isDisjoint(with: roles) }
      return .string(dice.pick(fit.map(\.number).sorted()) ?? "")
    case .list(let inner, let minimum, _): return .list((0..<max(minimum, 1)).map { _ in input(inner) })
    }
  }
}

/// Numbers at random that are the same for the same seed on every machine (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 up to a number of sides.
  mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }

  mutating func pick<Thing>(_ things: [Thing]) -> Thing? { things.isEmpty ? nil : things[roll(things.count)] }
}
