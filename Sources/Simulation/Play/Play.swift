import CaseCore

/// One case that is played: its present state, its journal, and the commands that made it.
struct Play: Sendable {
  let environment: Environment
  var now: Instant
  private(set) var instance: Case?
  private(set) var journal: [Entry] = []
  private(set) var accepted: [Command] = []
  /// The case before its first entry.
  private(set) var empty: Case?
  /// An independent count of the votes.
  private(set) var voteCount = VoteCount()
  /// The number of entries that were there when it continued from another play.
  private(set) var inherited = 0

  init(_ environment: Environment, at moment: Instant) {
    self.environment = environment
    now = moment
  }

  /// Gives a command to the engine, and applies it when it is accepted.
  mutating func give(_ command: Command) -> Attempt {
    let outcome = environment.decide(command, on: instance, at: now)
    let attempt = Attempt(command: command, before: instance, at: now, outcome: outcome)
    if let decision = attempt.decision { take(decision, command) }
    return attempt
  }

  /// Applies an attempt that was made elsewhere.
  mutating func follow(_ attempt: Attempt) {
    now = max(now, attempt.at)
    if let decision = attempt.decision { take(decision, attempt.command) }
  }

  /// The same case, whose entries so far belong to another walk.
  func continued() -> Play {
    var play = self
    play.inherited = journal.count
    return play
  }

  private mutating func take(_ decision: Decision, _ command: Command) {
    if empty == nil { empty = emptyCase(for: command) }
    instance = decision.result
    journal.append(decision.entry)
    accepted.append(command)
    voteCount.note(decision, of: command, in: environment.workflow)
  }

  private func emptyCase(for command: Command) -> Case? {
    guard case .command(_, let actor) = command.cause else { return nil }
    return Case(
      workflow: environment.workflow.key,
      version: environment.workflow.version,
      machine: environment.workflow.root,
      region: environment.directory.organisations[actor.organisation]?.region ?? "",
      at: now
    )
  }
}
