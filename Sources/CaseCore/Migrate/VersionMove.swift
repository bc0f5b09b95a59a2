import OrderedCollections

/// The move of running cases from one version of their workflow to another.
///
/// ```
///  case under the old version
///     │ obstacles? state gone, fact unfit, role gone, a vote under other rules … ─► it stays where it is
///     ▼
///  state by its new name ─► facts that the new version begins with ─► deadlines: the same rule  goes on
///                                                                               another rule   as if begun under it
///                                                                               new            begins now
///                                                                               no longer      ends
/// ```
///
/// Pure, like ``Decider``: no clock, no I/O. What a plan shows and what is carried out come from this one function, so they
/// are the same whenever the case, both versions, the calendar and (see ``DeadlineMove/isOverdueAtOnce``) the moment agree.
public struct VersionMove: Sendable {
  public let from: Workflow
  public let to: Workflow
  /// States that have another name in the new version: old name to new.
  public let states: [String: String]
  public let calendar: WorkCalendar
  let old: Machine
  let new: Machine

  /// - Parameters:
  ///   - from: the checked version that the cases follow.
  ///   - to: the checked version that they are to follow.
  ///   - states: for states that have another name in `to`. A renamed state keeps its visits and votes.
  /// - Throws: what is wrong with the order itself, whatever the cases are.
  public init(
    from: Workflow,
    to: Workflow,
    states: [String: String] = [:],
    calendar: WorkCalendar = .standard
  ) throws(VersionMoveFault) {
    guard let old = from.rootMachine, let new = to.rootMachine else { throw .unchecked }
    guard from.key == to.key else { throw .otherWorkflow(from.key, to.key) }
    guard from.version != to.version else { throw .sameVersion(to.version) }
    for (state, name) in states.sorted(by: { $0.key < $1.key }) {
      guard old.states[state] != nil else { throw .unknownState(state, version: from.version) }
      guard new.states[name] != nil else { throw .unknownState(name, version: to.version) }
    }
    self.from = from
    self.to = to
    self.states = states
    self.calendar = calendar
    self.old = old
    self.new = new
  }

  /// What the move comes to for one case, without doing it.
  public func outcome(for instance: Case, at now: Instant) -> CaseMigration {
    let obstacles = obstacles(for: instance)
    guard obstacles.isEmpty else { return .stays(obstacles) }
    var draft = MoveDraft(instance, move: self, now: now)
    draft.rename()
    draft.addFacts()
    draft.moveDeadlines()
    return .lands(.init(state: draft.instance.state, deadlines: draft.deadlines, changes: draft.changes))
  }

  /// The move as an entry of the case's journal, with who is told.
  ///
  /// Nobody gave a command and nothing was decided about anyone, so there is no actor, and the ground is
  /// ``Ground/administration`` and not one of the workflow's. Whoever may read the state that the case lands in may read
  /// the entry, and is told: what can be done, and until when, may have changed.
  /// - Parameter plan: the digest of the plan that is carried out, in hexadecimal.
  public func decision(
    _ landing: CaseMigration.Landing,
    of instance: Case,
    plan: String,
    at now: Instant
  ) -> Decision {
    let audience = new.states[landing.state]?.audience ?? []
    let entry = Entry(
      revision: instance.revision + 1,
      at: now,
      cause: .migrated(from: from.version, to: to.version),
      actor: nil,
      role: nil,
      ground: Ground.administration,
      from: instance.state,
      to: landing.state,
      audience: audience,
      fields: ["plan": .text(plan)],
      changes: landing.changes
    )
    var result = instance
    result.apply(entry)
    let event = instance.state == landing.state ? Event.updated : Event.moved
    let told = result.organisations(in: audience)
    return Decision(
      entry: entry,
      result: result,
      notices: told.map { .init(organisation: $0, event: event) },
      erases: false
    )
  }
}

extension Ground {
  /// The key under which the journal has what administrators do to a case without deciding anything in it.
  public static let administration = "beheer"
}
