public import CaseCore
import OrderedCollections
import SeededRandom
public import WorkflowFiles

/// Plays a workflow without a database and in no time: its scenarios, and walks at random. Every command that is given on
/// the way is held against what must be so in every case, and counted in what was covered.
///
/// All of it follows from the seed: the same workflow, seed and number of walks play the same, on every machine.
public struct Simulation: Sendable {
  let setting: Setting
  private(set) var coverage: Coverage
  /// Of the walks alone: they look for what they have not seen themselves.
  private(set) var walked: Coverage
  private(set) var chronicle = Chronicle()
  /// Walks go on from the cases of scenarios and of other walks.
  private var corpus = Corpus()
  private(set) var walks = 0
  private let seed: UInt64

  /// - Parameters:
  ///   - organisations: who can take part in the walks.
  ///   - seed: what the walks follow from.
  public init(
    _ workflow: Workflow,
    organisations: some Sequence<Organisation>,
    calendar: WorkCalendar = .standard,
    seed: UInt64
  ) {
    setting = Setting(workflow: workflow, organisations: organisations, calendar: calendar)
    coverage = Coverage(setting)
    walked = coverage
    self.seed = seed
  }

  var workflow: Workflow { setting.workflow }

  // MARK: - Scenarios

  /// Plays a scenario.
  /// - Returns: where it went otherwise than it says, see ``ScenarioRun``.
  /// - Throws: the first thing that must be so in every case and is not.
  public mutating func play(_ scenario: Scenario) throws(Counterexample) -> [FileFault] {
    let setting = Setting(setting, organisations: scenario.organisations.values)
    var attempts: [Attempt] = []
    let failures = ScenarioRun.failures(of: scenario, workflow: setting.workflow, calendar: setting.calendar) {
      attempts.append(Attempt(command: $0.command, before: $0.before, at: $0.at, outcome: $0.outcome))
    }
    var play = Play(setting, at: attempts.first?.at ?? Walk.beginning)
    var random = SeededGenerator(seed: seed)
    for attempt in attempts {
      play.follow(attempt)
      let isNew = coverage.note(attempt, in: setting)
      corpus.keep(play, isFirst: isNew, &random)
      guard let breach = Invariants.breaches(attempt, play).first else { continue }
      throw Counterexample(breach, .scenario(scenario.file), play)
    }
    try finish(play, .scenario(scenario.file))
    return failures
  }

  // MARK: - Walks

  /// Takes the next walk.
  /// - Parameter survey: after every so many steps, whatever is offered to anybody is tried.
  /// - Throws: the first thing that must be so in every case and is not, with the fewest commands that show it.
  public mutating func walk(steps: Int, survey: Int? = nil) throws(Counterexample) {
    walks += 1
    var random = SeededGenerator(seed: seed &+ UInt64(walks) &* 0x9E37_79B9_7F4A_7C15)
    let start = random.once(in: 2) ? nil : corpus.pick(&random, walked)
    var walk = Walk(setting, from: start, seed: random.next())
    var isOverFor = 0
    for step in 1...steps {
      // After its end a few more steps: everything must be refused then.
      if walk.isOver { isOverFor += 1 }
      guard isOverFor < 4, let attempt = walk.step(walked) else { continue }
      _ = coverage.note(attempt, in: setting)
      let isNew = walked.note(attempt, in: setting)
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
    chronicle.note(play.journal, skipping: play.inherited, root: setting.workflow.root)
  }
}
