import CaseCore
import OrderedCollections
import SeededRandom
import WorkflowFiles

@testable import Simulation

/// What was accepted in one case, from its first entry on.
struct History {
  let environment: Environment
  let moves: [(command: Command, at: Instant)]

  /// The history as it goes with these organisations. What one of them may not do then is left out, and so is what no longer fits.
  /// - Parameter organisations: those at the move with this number.
  func steps(_ organisations: (Int) -> [Organisation]) -> [Step] {
    var steps: [Step] = []
    for (index, move) in moves.enumerated() {
      let environment = Environment(environment, organisations: organisations(index))
      if let step = Step(move.command, at: move.at, on: steps.last?.after, in: environment) { steps.append(step) }
    }
    return steps
  }

  /// As it went.
  var steps: [Step] {
    let all = environment.directory.organisations.values.sorted { $0.number < $1.number }
    return steps { _ in all }
  }
}

/// Histories of cases of one workflow: its scenarios, and random ones. The random ones are those of the simulation: walks that are
/// guided to what was not covered yet, and that go on from what scenarios and earlier walks came to.
struct Histories {
  let environment: Environment
  private(set) var scenarios: [History] = []
  private var coverage: Coverage
  private var corpus = Corpus()
  private let seed: UInt64
  private var walks = 0

  /// - Parameter folder: of the workflow.
  /// - Parameter workflow: instead of the workflow of the folder.
  init(_ folder: String, workflow: Workflow? = nil, seed: UInt64) throws {
    let scenarios = try ScenarioFolder(folder)
    environment = Environment(
      workflow: try workflow ?? WorkflowFolder.load(folder).workflow,
      organisations: scenarios.organisations.values
    )
    coverage = Coverage(environment)
    self.seed = seed
    var random = SeededGenerator(seed: seed)
    for name in scenarios.names { play(try scenarios.scenario(name), &random) }
  }

  /// Without scenarios.
  init(_ workflow: Workflow, organisations: some Sequence<Organisation>, seed: UInt64) {
    environment = Environment(workflow: workflow, organisations: organisations)
    coverage = Coverage(environment)
    self.seed = seed
  }

  private mutating func play(_ scenario: Scenario, _ random: inout SeededGenerator) {
    let environment = Environment(environment, organisations: scenario.organisations.values)
    var attempts: OrderedDictionary<String, [Attempt]> = [:]
    _ = ScenarioRun.failures(of: scenario, workflow: environment.workflow, calendar: environment.calendar) {
      let attempt = Attempt(command: $0.command, before: $0.before, at: $0.at, outcome: $0.outcome)
      attempts[$0.caseName, default: []].append(attempt)
    }
    // Each case has a history of its own.
    for attempts in attempts.values {
      var play = Play(environment, at: Walk.beginning)
      for attempt in attempts {
        play.follow(attempt)
        corpus.keep(play, isFirst: coverage.note(attempt, in: environment), &random)
      }
      scenarios.append(History(environment: environment, moves: attempts.map { ($0.command, $0.at) }))
    }
  }

  /// The next walk.
  mutating func next(steps: Int) -> History {
    walks += 1
    var random = SeededGenerator(seed: seed &+ UInt64(walks) &* 0x9E37_79B9_7F4A_7C15)
    let start = random.once(in: 3) ? nil : corpus.pick(&random, coverage)
    var walk = Walk(start?.environment ?? environment, from: start, seed: random.next())
    for _ in 1...steps where !walk.isOver {
      guard let attempt = walk.step(coverage) else { continue }
      let isNew = coverage.note(attempt, in: walk.play.environment)
      if isNew || attempt.before?.state != walk.play.instance?.state { corpus.keep(walk.play, isFirst: isNew, &random) }
    }
    return History(
      environment: walk.play.environment,
      moves: Array(zip(walk.play.accepted, walk.play.journal.map(\.at)))
    )
  }
}

/// One step of a history: what was accepted, and which transitions of the workflow that were.
struct Step {
  let command: Command
  let at: Instant
  let environment: Environment
  let before: Case?
  let decision: Decision
  /// The transition that the command took.
  let transition: Transition?
  /// The transition that this, or the end of a child's deadline, caused in the case.
  let consequence: Transition?

  var after: Case { decision.result }

  /// - Returns: `nil` for what is refused, or does nothing.
  init?(_ command: Command, at moment: Instant, on instance: Case?, in environment: Environment) {
    let outcome = environment.decider(at: moment).decide(command, on: instance)
    guard case .accepted(let decision) = outcome else { return nil }
    self.command = command
    at = moment
    self.environment = environment
    before = instance
    self.decision = decision
    let attempt = Attempt(command: command, before: instance, at: moment, outcome: outcome)
    let sites = environment.inventory.sites
    transition = decision.taken.first.flatMap(environment.inventory.number).map { sites[$0].transition }
    consequence = Consequences(decision, attempt, in: environment).flatMap { led in
      led.first.map { sites[led.sites.lowerBound + $0].transition }
    }
  }
}
