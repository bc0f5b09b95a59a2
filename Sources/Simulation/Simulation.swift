public import CaseCore
import OrderedCollections
import SeededRandom
public import WorkflowFiles

/// Plays a workflow without a database and without waiting: its scenarios, and random walks. After every command it checks
/// the invariants that hold in every case, and counts what was covered. Walks are coverage-guided.
///
/// Everything follows from the seed: the same workflow, seed and number of walks give the same simulation on every machine.
public struct Simulation: Sendable {
  let environment: Environment
  private(set) var coverage: Coverage
  /// Of the walks only: they aim at what they have not covered themselves.
  private(set) var walked: Coverage
  private(set) var durations = DurationStatistics()
  /// Walks continue from cases of scenarios and of other walks.
  private var corpus = Corpus()
  private(set) var walks = 0
  private let seed: UInt64

  /// - Parameters:
  ///   - organisations: the organisations that can take part in the walks.
  ///   - seed: the seed of the walks.
  public init(
    _ workflow: Workflow,
    organisations: some Sequence<Organisation>,
    calendar: WorkCalendar = .standard,
    seed: UInt64
  ) {
    environment = Environment(workflow: workflow, organisations: organisations, calendar: calendar)
    coverage = Coverage(environment)
    walked = coverage
    self.seed = seed
  }

  var workflow: Workflow { environment.workflow }

  // MARK: - Scenarios

  /// Plays a scenario; of several cases each is a play of its own.
  /// - Returns: where it differs from its expectations, see ``ScenarioRun``.
  /// - Throws: the first invariant that does not hold.
  public mutating func play(_ scenario: Scenario) throws(Counterexample) -> [FileFault] {
    let environment = Environment(environment, organisations: scenario.organisations.values)
    var attempts: [(caseName: String, attempt: Attempt)] = []
    let failures = ScenarioRun.failures(of: scenario, workflow: environment.workflow, calendar: environment.calendar) {
      attempts.append(
        ($0.caseName, Attempt(command: $0.command, before: $0.before, at: $0.at, outcome: $0.outcome))
      )
    }
    var plays: OrderedDictionary<String, Play> = [:]
    var random = SeededGenerator(seed: seed)
    for (name, attempt) in attempts {
      var play = plays[name] ?? Play(environment, at: attempt.at)
      play.follow(attempt)
      plays[name] = play
      let isNew = coverage.note(attempt, in: environment)
      corpus.keep(play, isFirst: isNew, &random)
      guard let breach = Invariants.breaches(attempt, play).first else { continue }
      throw Counterexample(breach, .scenario(scenario.file), play)
    }
    for play in plays.values { try finish(play, .scenario(scenario.file)) }
    return failures
  }

  // MARK: - Walks

  /// Takes the next walk.
  /// - Parameter survey: after every this many steps, everything that is offered to anybody is tried.
  /// - Throws: the first invariant that does not hold, with the fewest commands that show it.
  public mutating func walk(steps: Int, survey: Int? = nil) throws(Counterexample) {
    walks += 1
    var random = SeededGenerator(seed: seed &+ UInt64(walks) &* 0x9E37_79B9_7F4A_7C15)
    let start = random.once(in: 4) ? nil : corpus.pick(&random, walked)
    var walk = Walk(environment, from: start, seed: random.next())
    var isOverFor = 0
    for step in 1...steps {
      // A few more steps after the end, which must all be refused.
      if walk.isOver { isOverFor += 1 }
      guard isOverFor < 4, let attempt = walk.step(walked) else { continue }
      _ = coverage.note(attempt, in: environment)
      let isNew = walked.note(attempt, in: environment)
      if isNew || attempt.before?.state != walk.play.instance?.state { corpus.keep(walk.play, isFirst: isNew, &random) }
      if let breach = Invariants.breaches(attempt, walk.play).first {
        throw Counterexample(breach, .walk(seed: seed, number: walks), walk.play).shortened()
      }
      guard let survey, step.isMultiple(of: survey) else { continue }
      var offers = Survey(walk.play, seed: seed &+ UInt64(walks * steps + step))
      if let breach = offers.breaches().first {
        throw Counterexample(breach, .walk(seed: seed, number: walks), walk.play)
      }
    }
    try finish(walk.play, .walk(seed: seed, number: walks))
  }

  private mutating func finish(_ play: Play, _ source: Counterexample.Source) throws(Counterexample) {
    if let breach = Invariants.replay(play).first { throw Counterexample(breach, source, play) }
    durations.note(play.journal, skipping: play.inherited, root: environment.workflow.root)
  }
}
