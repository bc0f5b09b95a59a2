public import CaseCore
import OrderedCollections

/// Plays a scenario through the engine, with a clock that jumps from step to step and stops for every timer of a deadline at
/// its own moment: what happens to a case in years, at once.
public struct ScenarioRun {
  private let scenario: Scenario
  private let workflow: Workflow
  private let calendar: WorkCalendar
  private let directory: Directory
  private let aliases: [String: String]
  private var instance: Case?
  private var now = Instant.min
  private let watch: (Attempt) -> Void

  /// A command that was given to the engine: on which case, when, and with what outcome.
  package typealias Attempt = (command: Command, before: Case?, at: Instant, outcome: Outcome)

  /// - Returns: the differences from the scenario, of one step at most: after a step that failed, the rest has no meaning.
  ///   Empty when there are none.
  public static func failures(
    of scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar = .standard
  ) -> [FileFault] {
    failures(of: scenario, workflow: workflow, calendar: calendar) { _ in }
  }

  /// - Parameter watch: called with every command, also those of the clock.
  /// - Returns: as ``failures(of:workflow:calendar:)``.
  package static func failures(
    of scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar,
    watch: @escaping (Attempt) -> Void
  ) -> [FileFault] {
    var run = ScenarioRun(scenario, workflow: workflow, calendar: calendar, watch: watch)
    for step in scenario.steps {
      let failures = run.play(step)
      guard failures.isEmpty else {
        return failures.map { FileFault(file: step.file, line: step.line, column: 1, message: $0) }
      }
    }
    return []
  }

  /// The result of the scenario, whatever it expects: a line for every entry of the journal.
  /// - Returns: the lines as far as it can be played; ``failures(of:workflow:calendar:)`` reports a scenario that fails.
  public static func history(
    of scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar = .standard
  ) -> [String] {
    var decisions: [Decision] = []
    var run = ScenarioRun(scenario, workflow: workflow, calendar: calendar) { attempt in
      if case .accepted(let decision) = attempt.outcome { decisions.append(decision) }
    }
    for step in scenario.steps where run.play(step).isEmpty { continue }
    return decisions.map { HistoryLine($0, aliases: run.aliases).text }
  }

  private init(
    _ scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar,
    watch: @escaping (Attempt) -> Void
  ) {
    self.scenario = scenario
    self.watch = watch
    self.workflow = workflow
    self.calendar = calendar
    directory = Directory(scenario.organisations.values)
    aliases = Dictionary(scenario.organisations.map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func play(_ step: Scenario.Step) -> [String] {
    var observed = StepObservation()
    let moment = moment(of: step)
    guard moment >= now else { return ["Deze stap ligt vóór de vorige."] }
    fireDue(until: moment, into: &observed)
    now = moment
    if let sent = step.command {
      // Only events of the command itself count; what the clock did before it is in the expired deadlines.
      observed.told = [:]
      give(sent, into: &observed)
    }
    observed.state = instance?.state ?? ""
    for (child, focus) in instance?.instances ?? [] {
      if let child { observed.children[child] = focus.state }
      for (name, running) in focus.deadlines {
        observed.deadlines[DeadlineName(name, child: child).description] = running
      }
    }
    return step.expectation.failures(observed)
  }

  private func moment(of step: Scenario.Step) -> Instant {
    switch step.moment {
    case .at(let instant): instant
    case .after(let length): now.adding(length)
    case .now: now
    }
  }

  // MARK: - The clock

  private mutating func fireDue(until moment: Instant, into observed: inout StepObservation) {
    while let due = instance?.nextTimer, due.at <= moment {
      now = max(now, due.at)
      let command = Command(cause: .deadline(due.deadline, generation: due.generation, timer: due.number))
      guard case .accepted(let decision) = decide(command) else { return }
      take(decision, into: &observed)
      if due.isExpiry { observed.expired.append(due.deadline.description) }
    }
  }

  // MARK: - People

  private mutating func give(_ sent: Scenario.SentCommand, into observed: inout StepObservation) {
    let number = scenario.organisations[sent.organisation]?.number ?? ""
    let machine = workflow.machine(of: sent.name).flatMap { workflow.machines[$0] }
    // A scenario is about what people do, and not about how they sign in.
    let levels = Set(machine?.commands[sent.name]?.authentication ?? [])
    let actor = Actor(subject: sent.person, organisation: number, roles: [sent.role], authentication: levels)
    let command = Command(
      cause: .command(name: sent.name, by: actor),
      child: sent.child,
      fields: inputs(sent),
      ground: sent.ground
    )
    switch decide(command) {
    case .accepted(let decision): take(decision, into: &observed)
    case .refused(let refusal): observed.refusal = refusal
    case .lapsed: break
    }
  }

  /// The fields, with the number of an organisation where the scenario has its name.
  private func inputs(_ sent: Scenario.SentCommand) -> [String: Input] {
    let definition = workflow.machine(of: sent.name).flatMap { workflow.machines[$0]?.commands[sent.name] }
    var inputs: [String: Input] = [:]
    for (name, input) in sent.fields {
      inputs[name] = definition?.fields[name]?.kind.namesOrganisations == true ? resolved(input) : input
    }
    return inputs
  }

  private func resolved(_ input: Input) -> Input {
    switch input {
    case .string(let name): .string(scenario.organisations[name]?.number ?? name)
    case .list(let items): .list(items.map(resolved))
    default: input
    }
  }

  // MARK: - What both end with

  private func decide(_ command: Command) -> Outcome {
    let decider = Decider(workflow: workflow, directory: directory, calendar: calendar, now: now)
    let outcome = decider.decide(command, on: instance)
    watch((command, instance, now, outcome))
    return outcome
  }

  private mutating func take(_ decision: Decision, into observed: inout StepObservation) {
    instance = decision.result
    if decision.erases { observed.erases = true }
    for notice in decision.notices {
      observed.told[aliases[notice.organisation] ?? notice.organisation, default: []].append(notice.event)
    }
  }
}

extension Field.Kind {
  fileprivate var namesOrganisations: Bool {
    switch self {
    case .reference: true
    case .list(let kind, _, _): kind.namesOrganisations
    default: false
    }
  }
}
