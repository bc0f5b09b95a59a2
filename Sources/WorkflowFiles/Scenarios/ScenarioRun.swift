public import CaseCore
import OrderedCollections

/// Plays a scenario through the engine, with a clock that jumps from step to step and stops for every timer of a deadline at
/// its own moment: what happens to a case in years, at once. Several cases share the one clock.
public struct ScenarioRun {
  let scenario: Scenario
  let workflow: Workflow
  let calendar: WorkCalendar
  let directory: Directory
  private let aliases: [String: String]
  /// The cases that have begun, by their names.
  private(set) var cases: OrderedDictionary<String, Case> = [:]
  private var journals: [String: [Entry]] = [:]
  /// What came of each case since the last step that is about it.
  private var unseen: [String: StepObservation] = [:]
  private(set) var now = Instant.min
  private let watch: (Attempt) -> Void

  /// A command that was given to the engine: on which case, when, and with what outcome. The case is named as in the scenario: in one
  /// about a single case not at all.
  package typealias Attempt = (caseName: String, command: Command, before: Case?, at: Instant, outcome: Outcome)

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
      guard failures.isEmpty else { return failures.map { FileFault(at: step, message: $0) } }
    }
    return scenario.steps.last.map { last in run.unseenFailures.map { FileFault(at: last, message: $0) } } ?? []
  }

  /// Plays the scenario to its end, whatever it expects.
  /// - Parameter watch: called with every command, also those of the clock.
  package static func play(
    _ scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar = .standard,
    watch: @escaping (Attempt) -> Void
  ) {
    var run = ScenarioRun(scenario, workflow: workflow, calendar: calendar, watch: watch)
    for step in scenario.steps { _ = run.play(step) }
  }

  /// The result of the scenario, whatever it expects: a line for every entry of the journal, in a story of several cases with the name of
  /// the case before it.
  /// - Returns: the lines as far as it can be played; ``failures(of:workflow:calendar:)`` reports a scenario that fails.
  public static func history(
    of scenario: Scenario,
    workflow: Workflow,
    calendar: WorkCalendar = .standard
  ) -> [String] {
    var decisions: [(caseName: String, decision: Decision)] = []
    var run = ScenarioRun(scenario, workflow: workflow, calendar: calendar) { attempt in
      if case .accepted(let decision) = attempt.outcome { decisions.append((attempt.caseName, decision)) }
    }
    for step in scenario.steps where run.play(step).isEmpty { continue }
    return decisions.map { name, decision in
      (name.isEmpty ? "" : "\(name): ") + HistoryLine(decision, aliases: run.aliases).text
    }
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
    directory = Directory(workflow.meetingConditions(scenario.organisations.values))
    aliases = Dictionary(scenario.organisations.map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func play(_ step: Scenario.Step) -> [String] {
    let moment = moment(of: step)
    guard moment >= now else { return ["Deze stap ligt vóór de vorige."] }
    fireDue(until: moment)
    now = moment
    if let sent = step.command {
      if let field = fieldOfNoCase(sent) { return ["Het veld «\(field)» noemt geen andere zaak."] }
      // Only events of the command itself count; what the clock did before it is in the expired deadlines.
      unseen[step.caseName]?.told = [:]
      give(sent, to: step.caseName)
    }
    if let match = step.match {
      unseen[step.caseName]?.told = [:]
      find(match, of: step.caseName)
    }
    var observed = unseen.removeValue(forKey: step.caseName) ?? StepObservation()
    if let instance = cases[step.caseName] { observed.look(at: instance) }
    return step.expectation.failures(observed)
  }

  private func moment(of step: Scenario.Step) -> Instant {
    switch step.moment {
    case .at(let instant): instant
    case .after(let length): now.adding(length)
    case .now: now
    }
  }

  /// Deadlines that expired in cases about which no step came any more.
  private var unseenFailures: [String] {
    scenario.cases.compactMap { name in
      guard let expired = unseen[name]?.expired, !expired.isEmpty else { return nil }
      return "In «\(name)» verliep \(expired.joined(separator: ", ")), en geen stap zegt dat."
    }
  }

  // MARK: - The clock

  private mutating func fireDue(until moment: Instant) {
    while let (name, due) = nextTimer, due.at <= moment {
      now = max(now, due.at)
      let command = Command(cause: .deadline(due.deadline, generation: due.generation, timer: due.number))
      guard case .accepted(let decision) = decide(command, on: name) else { return }
      take(decision, of: name)
      if due.isExpiry { unseen[name, default: .init()].expired.append(due.deadline.description) }
    }
  }

  private var nextTimer: (caseName: String, due: PendingTimer)? {
    var next: (caseName: String, due: PendingTimer)?
    for (name, instance) in cases {
      guard let due = instance.nextTimer, next.map({ due.at < $0.due.at }) ?? true else { continue }
      next = (name, due)
    }
    return next
  }

  // MARK: - People

  private mutating func give(_ sent: Scenario.SentCommand, to name: String) {
    let command = command(sent, on: name)
    var outcome = decider.decide(command, on: cases[name])
    var received: [(command: Command, decision: Decision)] = []
    if case .accepted(let decision) = outcome, let transfer = decision.transfer, let instance = cases[name] {
      let lines = transfer.lines(in: journals[name] ?? [])
      do throws(Refusal) {
        guard let other = cases[transfer.target] else { throw .unknownCase }
        received = try decider.receive(transfer, lines, on: other)
      } catch {
        outcome = .refused(decider.refusal(of: transfer, on: instance))
      }
    }
    watch((name, command, cases[name], now, outcome))
    switch outcome {
    case .accepted(let decision):
      take(decision, of: name)
      if let other = decision.transfer?.target {
        for (command, decision) in received {
          watch((other, command, cases[other], now, .accepted(decision)))
          take(decision, of: other)
        }
      }
    case .refused(let refusal): unseen[name, default: .init()].refusal = refusal
    case .lapsed: break
    }
  }

  // MARK: - The service

  private mutating func find(_ match: Scenario.FoundMatch, of name: String) {
    let contact = scenario.organisations[match.contact]?.number ?? ""
    guard case .accepted(let decision) = decide(Command(cause: .matched(match.identity, with: contact)), on: name)
    else {
      return
    }
    take(decision, of: name)
  }

  // MARK: - What all end with

  private func decide(_ command: Command, on name: String) -> Outcome {
    let outcome = decider.decide(command, on: cases[name])
    watch((name, command, cases[name], now, outcome))
    return outcome
  }

  private mutating func take(_ decision: Decision, of name: String) {
    cases[name] = decision.result
    journals[name, default: []].append(decision.entry)
    var observed = unseen[name] ?? .init()
    if decision.erases { observed.erases = true }
    for notice in decision.notices {
      observed.told[aliases[notice.organisation] ?? notice.organisation, default: []].append(notice.event)
    }
    unseen[name] = observed
  }
}

extension FileFault {
  fileprivate init(at step: Scenario.Step, message: String) {
    self.init(file: step.file, line: step.line, column: 1, message: message)
  }
}
