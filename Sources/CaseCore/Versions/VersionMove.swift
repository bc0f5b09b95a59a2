import OrderedCollections

/// The move of running cases from one version of their workflow to another.
///
/// ```
///  case under the old version
///     │ obstacles? state gone, value not allowed, role gone, a vote under other rules … ─► it stays where it is
///     ▼
///  states by their new names ─► facts that the new version begins with ─► deadlines: the same rule  goes on
///                                                                                 another rule   as if begun under it
///                                                                                 new            begins now
///                                                                                 no longer      ends
/// ```
///
/// Pure, like ``Decider``: no clock, no I/O. What a plan shows and what is carried out come from this one function, so they
/// are the same whenever the case, both versions, the calendar and (see ``DeadlineMove/isOverdueAtOnce``) the moment agree.
public struct VersionMove: Sendable {
  public let from: Workflow
  public let to: Workflow
  public let names: [StateName]
  public let deadlineSettings: DeadlineSettings
  /// By the machine of the old version.
  private let renamed: [String: NewNames]

  /// A state that has another name in the new version.
  public struct StateName: Hashable, Sendable {
    public var machine: String
    public var old: String
    public var new: String

    public init(machine: String, old: String, new: String) {
      self.machine = machine
      self.old = old
      self.new = new
    }
  }

  /// - Parameters:
  ///   - from: the checked version that the cases follow.
  ///   - to: the checked version that they are to follow.
  ///   - names: states that have another name in `to`. A renamed state keeps its visits and votes.
  /// - Throws: the faults of the order itself, whatever the cases are.
  public init(
    from: Workflow,
    to: Workflow,
    names: [StateName] = [],
    deadlineSettings: DeadlineSettings = DeadlineSettings()
  ) throws(VersionMoveFault) {
    guard from.key == to.key else { throw .otherWorkflow(from.key, to.key) }
    guard from.version != to.version else { throw .sameVersion(to.version) }
    guard from.root == to.root else { throw .otherRoot(from.root, to.root) }
    var renamed = try Self.names(from: from, to: to)
    for (machine, names) in renamed {
      for (old, new) in names.states {
        try Self.check(.init(machine: machine, old: old, new: new), from: from, to: to, as: names.machine)
      }
    }
    var ordered: [String: [String: String]] = [:]
    for name in names {
      try Self.check(name, from: from, to: to, as: renamed[name.machine]?.machine)
      let isTwice = ordered[name.machine, default: [:]].updateValue(name.new, forKey: name.old) != nil
      let said = renamed[name.machine, default: NewNames()].states.updateValue(name.new, forKey: name.old)
      if isTwice || said ?? name.new != name.new { throw .twoNames(name.old, machine: name.machine) }
    }
    self.from = from
    self.to = to
    self.names = names
    self.deadlineSettings = deadlineSettings
    self.renamed = renamed
  }

  /// A state gets another name; it does not become another state. People decide where a case goes, and a move must not open
  /// a path around them or around a joint decision.
  /// - Parameter machine: the machine's name in the new version, when that is another.
  private static func check(
    _ name: StateName,
    from: Workflow,
    to: Workflow,
    as machine: String?
  ) throws(VersionMoveFault) {
    guard let before = from.machines[name.machine], let old = before.states[name.old] else {
      throw .unknownState(name.old, machine: name.machine, version: from.version)
    }
    guard let new = to.machines[machine ?? name.machine]?.states[name.new] else {
      throw .unknownState(name.new, machine: name.machine, version: to.version)
    }
    guard before.states[name.new] == nil, Set(old.onlyBy) == Set(new.onlyBy) else {
      throw .otherState(name.old, name.new, machine: name.machine)
    }
  }

  /// What has another name in the new version, of a machine of the old one.
  func names(of machine: String) -> NewNames { renamed[machine] ?? NewNames() }

  /// A version with the deadlines that administrators have set for cases like this one.
  func adjusted(_ version: Workflow, for instance: Case) -> Workflow {
    deadlineSettings.adjust(version, region: instance.region, caseType: version.type(of: instance))
  }

  /// The result of the move for one case, without carrying it out.
  public func outcome(for instance: Case, at now: Instant) -> UpgradeOutcome {
    let obstacles = obstacles(for: instance)
    guard obstacles.isEmpty else { return .stays(obstacles) }
    var builder = MoveBuilder(instance, move: self, now: now)
    builder.rename()
    builder.addFacts()
    builder.moveDeadlines()
    return .lands(.init(state: builder.instance.state, deadlines: builder.deadlines, changes: builder.changes))
  }

  /// The move as an entry of the case's journal, with who is notified.
  ///
  /// Nobody gave a command and nothing was decided about anyone, so there is no actor, and the ground is
  /// ``Ground/administration`` and not one of the workflow's. Every organisation that may read the new state may read the
  /// entry. Every organisation that may know of the case is notified, for it is shown which version the case follows; one that the new
  /// version shuts out, or lets in, is told that.
  /// - Parameters:
  ///   - plan: the digest of the plan that is carried out, in hexadecimal.
  ///   - directory: an organisation that no longer has a role in it is not notified.
  public func decision(
    _ landing: UpgradeOutcome.Landing,
    of instance: Case,
    plan: String,
    at now: Instant,
    directory: Directory = Directory([])
  ) -> Decision {
    let audience = to.rootMachine?.states[landing.state]?.audience ?? []
    let entry = Entry(
      revision: instance.revision + 1,
      at: now,
      cause: .upgraded(from: from.version, to: to.version),
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
    let notices = notices(instance, result, audience: audience, at: now, directory.on(Amsterdam.date(at: now)))
    return Decision(entry: entry, result: result, notices: notices.all, erases: false, taken: []).numbered(
      after: instance,
      by: to,
      former: from
    )
  }

  private func notices(
    _ before: Case,
    _ after: Case,
    audience: [String],
    at now: Instant,
    _ directory: Directory
  ) -> NoticeList {
    func decider(_ version: Workflow, _ instance: Case) -> Decider {
      Decider(workflow: version, directory: directory, deadlineSettings: deadlineSettings, now: now)
        .applyingSettings(for: instance)
    }
    var news = CaseNews(before, after, decider: decider(to, after), former: decider(from, before))
    let present = Array(after.presentOrganisations)
    var notices = NoticeList()
    notices.notify(Event.left, to: present.filter { news.knew($0) && !news.knows($0) })
    notices.notify(Event.joined, to: present.filter { !news.knew($0) && news.knows($0) })
    notices.notify(
      before.state == after.state ? Event.updated : Event.moved,
      // A role of an audience need not open anything: whoever may see nothing of the case, before nor after, has no news of it.
      to: after.organisations(in: audience, of: to, by: directory).filter { news.isFor($0) || news.isOverseen(by: $0) }
    )
    notices.notify(Event.updated, to: present.filter { !notices.hasNotified($0) && news.isFor($0) })
    return notices
  }
}

extension Ground {
  /// The journal's key for what administrators do to a case without deciding anything in it.
  public static let administration = "beheer"
}
