import CaseCore
import Testing

/// A case that a test plays step by step: it keeps the journal, and moves the clock by hand.
struct Play {
  var workflow: Workflow
  var directory = Self.town
  var now = Self.monday
  private(set) var instance: Case?
  private(set) var journal: [Entry] = []
  private var start: Case?

  /// Monday 2 March 2026, 09:00 in Amsterdam.
  static let monday = Amsterdam.startOfDay(Lamp.day(2026, 3, 2)).adding(seconds: 9 * 3_600)

  /// One region, and a neighbour. The clerk's organisation may see a case, and so may others of the region; the firm holds two roles.
  static let town = Directory([
    Organisation(number: "01", name: "Town", region: "here", roles: ["clerk"]),
    Organisation(number: "02", name: "Province", region: "here", roles: ["chief"]),
    Organisation(number: "03", name: "Street", region: "here", roles: ["citizen"]),
    Organisation(number: "04", name: "Firm", region: "here", roles: ["adviser", "chief-of-firm", "auditor"]),
    Organisation(number: "05", name: "Other firm", region: "there", roles: ["adviser"]),
    Organisation(number: "06", name: "Elsewhere", region: "there", roles: ["clerk", "chief"]),
    Organisation(number: "07", name: "Both", region: "there", roles: ["citizen", "adviser"]),
    Organisation(number: "08", name: "Builder", region: "here", roles: ["contractor"]),
  ])

  static let clerk = Actor(subject: "anna", organisation: "01", roles: ["clerk"])
  static let chief = Actor(subject: "bert", organisation: "02", roles: ["chief"])
  static let citizen = Actor(subject: "carla", organisation: "03", roles: ["citizen"])
  static let adviser = Actor(subject: "dirk", organisation: "04", roles: ["adviser"])
  static let builder = Actor(subject: "eva", organisation: "08", roles: ["contractor"])

  init(_ workflow: Workflow) { self.workflow = workflow }

  /// A lamp in intake, in review, or in repair.
  static func lamp(in state: String = "intake", _ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    var play = Play(try Lamp.workflow(change))
    try play.must("report", by: clerk, ["lamp": .string("12")])
    if state == "intake" { return play }
    try play.must("submit", by: clerk)
    if state == "review" { return play }
    for actor in [clerk, chief] { try play.must("vote", by: actor, ["verdict": .string("repair")]) }
    return play
  }

  /// From now on the directory gives the role to the organisation too.
  mutating func give(_ role: String, to organisation: String) {
    directory = Directory(
      directory.organisations.values.map { known in
        var known = known
        if known.number == organisation { known.roles.insert(role) }
        return known
      }
    )
  }

  var decider: Decider { Decider(workflow: workflow, directory: directory, calendar: .standard, now: now) }

  /// What would come of a command, without taking it.
  func outcome(
    _ name: String,
    by actor: Actor,
    _ fields: [String: Input] = [:],
    child: String? = nil,
    ground: String? = nil,
    revision: Int64? = nil
  ) -> Outcome {
    let command = Command(
      cause: .command(name: name, by: actor),
      child: child,
      fields: fields,
      ground: ground,
      expectedRevision: revision
    )
    return decider.decide(command, on: instance)
  }

  func refusal(
    _ name: String,
    by actor: Actor,
    _ fields: [String: Input] = [:],
    child: String? = nil,
    ground: String? = nil,
    revision: Int64? = nil
  ) -> Told? {
    if case .refused(let refusal) = outcome(name, by: actor, fields, child: child, ground: ground, revision: revision) {
      Told(refusal)
    } else {
      nil
    }
  }

  /// Takes a command that must be accepted.
  @discardableResult
  mutating func must(
    _ name: String,
    by actor: Actor,
    _ fields: [String: Input] = [:],
    child: String? = nil,
    ground: String? = nil,
    location: SourceLocation = #_sourceLocation
  ) throws -> Decision {
    try take(outcome(name, by: actor, fields, child: child, ground: ground), location: location)
  }

  /// A deadline that runs: `limit`, or of a child `job-1/limit`.
  func running(_ deadline: String) -> RunningDeadline? {
    let name = DeadlineName(parsing: deadline)
    return instance?.instance(name.child)?.deadlines[name.name]
  }

  /// What would come of a timer of a deadline, without taking it; of the run that is going on, when no other is named.
  func fires(_ deadline: String, timer: Int, generation: Int? = nil) -> Outcome {
    let current = running(deadline)?.generation ?? 0
    let cause = Command.Cause.deadline(DeadlineName(parsing: deadline), generation: generation ?? current, timer: timer)
    return decider.decide(Command(cause: cause), on: instance)
  }

  /// Fires a timer that must do something.
  @discardableResult
  mutating func mustFire(
    _ deadline: String,
    timer: Int,
    location: SourceLocation = #_sourceLocation
  ) throws -> Decision {
    try take(fires(deadline, timer: timer), location: location)
  }

  /// What refuses the command: the rules, as they are told.
  func rules(_ name: String, by actor: Actor, _ fields: [String: Input] = [:], child: String? = nil) -> [String]? {
    if case .notNow(let rules, _)? = refusal(name, by: actor, fields, child: child) { rules } else { nil }
  }

  /// Goes on from a case as it was kept; what led to it is not in the journal of the play.
  mutating func restore(_ kept: Case) {
    instance = kept
    (start, journal) = (kept, [])
  }

  mutating func pass(days: Int) { now = now.adding(seconds: Int64(days) * 86_400) }

  @discardableResult
  mutating func take(_ outcome: Outcome, location: SourceLocation) throws -> Decision {
    guard case .accepted(let decision) = outcome else {
      Issue.record("not accepted: \(outcome)", sourceLocation: location)
      throw NotAccepted()
    }
    instance = decision.result
    journal.append(decision.entry)
    // Two things that hold for every entry of every test.
    #expect(replayed == instance, "a case is the fold of its journal", sourceLocation: location)
    #expect(decision.told.values.allSatisfy { $0.count == 1 }, "each is told once", sourceLocation: location)
    return decision
  }

  private var replayed: Case? {
    if let start { return Case.replay(journal, from: start) }
    guard let first = journal.first, let instance else { return nil }
    let region = directory.organisations[first.actor?.organisation ?? ""]?.region ?? ""
    let empty = Case(
      workflow: workflow.key,
      version: workflow.version,
      machine: workflow.root,
      region: region,
      at: instance.openedAt
    )
    return Case.replay(journal, from: empty)
  }

  struct NotAccepted: Error {}
}

extension Decision {
  /// What it changed, the numbers that readers give it aside.
  var effects: [Change] { entry.changes.filter { if case .told = $0 { false } else { true } } }

  /// Who is told what: organisation to events.
  var told: [String: [String]] { Dictionary(grouping: notices, by: \.organisation).mapValues { $0.map(\.event) } }
}
