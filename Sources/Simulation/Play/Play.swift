import CaseCore

/// One case as it is played: its standing, its journal, and the commands that made it.
struct Play: Sendable {
  let setting: Setting
  var now: Instant
  private(set) var instance: Case?
  private(set) var journal: [Entry] = []
  private(set) var accepted: [Command] = []
  /// The case before its first entry.
  private(set) var empty: Case?
  /// The votes as an own count has them.
  private(set) var tally = Tally()
  /// How many of the entries were there when it went on from another.
  private(set) var inherited = 0

  init(_ setting: Setting, at moment: Instant) {
    self.setting = setting
    now = moment
  }

  /// Puts a command to the engine, and takes what is accepted.
  mutating func give(_ command: Command) -> Attempt {
    let outcome = setting.decider(at: now).decide(command, on: instance)
    let attempt = Attempt(command: command, before: instance, at: now, outcome: outcome)
    if let decision = attempt.decision { take(decision, command) }
    return attempt
  }

  /// Takes what was put to the engine elsewhere.
  mutating func follow(_ attempt: Attempt) {
    now = max(now, attempt.at)
    if let decision = attempt.decision { take(decision, attempt.command) }
  }

  /// The same case, of which what was before belongs to another walk.
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
    tally.note(decision, of: command, in: setting.workflow)
  }

  private func emptyCase(for command: Command) -> Case? {
    guard case .command(_, let actor) = command.cause else { return nil }
    return Case(
      workflow: setting.workflow.key,
      version: setting.workflow.version,
      machine: setting.workflow.root,
      region: setting.directory.organisations[actor.organisation]?.region ?? "",
      at: now
    )
  }
}
