import OrderedCollections

/// What an entry changed in what readers are shown of a case, part by part: of the case itself, and of its children.
///
/// What a reader could know beforehand is no news: that a moment came which a deadline had announced.
///
/// Only the parts that can be otherwise are compared, so that a step in one of many children costs what it does in one of few.
struct CaseNews {
  private let before: Case
  private let after: Case
  /// By the version that the case followed before.
  private let former: Decider
  private let decider: Decider
  /// The parts in which anything can be otherwise for anybody.
  private let touched: [String?]
  /// Those of them that changed for whoever may see them.
  private let changed: Set<String?>
  private var awaiting: [String?: (before: [Decider.Awaited], after: [Decider.Awaited])] = [:]

  /// - Parameters:
  ///   - former: by the version that the case followed before, when that is another.
  ///   - differ: whether a part changed for whoever may see it; `nil` for whether what is shown of it did.
  init(
    _ before: Case,
    _ after: Case,
    decider: Decider,
    former: Decider? = nil,
    where differ: ((Instance, Instance) -> Bool)? = nil
  ) {
    self.before = before
    self.after = after
    self.decider = decider
    self.former = former ?? decider
    let differ = differ ?? { Self.differ($0, $1, decider.workflow) }
    let others = after.instances.filter { child, part in before.instance(child) != part }
    changed = Set(
      others.filter { child, part in before.instance(child).map { differ($0, part) } ?? true }.map(\.child)
    )
    touched = Self.touched(after, Set(others.map(\.child)), isAll: former != nil, decider.workflow)
  }

  /// - Parameter others: the parts that are not what they were. On what the case itself is each of its children depends.
  private static func touched(
    _ instance: Case,
    _ others: Set<String?>,
    isAll: Bool,
    _ workflow: Workflow
  ) -> [String?] {
    guard !isAll, !others.contains(nil) else { return instance.instances.map(\.child) }
    var answers: [[String]: Bool] = [:]
    return instance.instances.filter { child, part in
      if others.contains(child) { return true }
      let key = [part.machine, part.state]
      let dependsOnChildren = answers[key] ?? workflow.dependsOnChildren(part)
      answers[key] = dependsOnChildren
      return dependsOnChildren
    }.map(\.child)
  }

  /// Whether an organisation may read something that is otherwise now. Its roles of oversight do not count: who oversees looks, and is
  /// told what the workflow addresses to it.
  mutating func isFor(_ organisation: String) -> Bool {
    let reader = reader(organisation)
    // Whoever may know of the case is shown its version.
    if before.version != after.version, former.knows(reader, of: before) || decider.knows(reader, of: after) {
      return true
    }
    return touched.contains { isFor(reader, in: $0) }
  }

  /// Whether an organisation might know of the case before; see ``isFor(_:)``.
  func knew(_ organisation: String) -> Bool { former.knows(reader(organisation), of: before) }

  /// Whether it may now.
  func knows(_ organisation: String) -> Bool { decider.knows(reader(organisation), of: after) }

  /// Whether it oversees the case now, in one of its roles.
  func isOverseen(by organisation: String) -> Bool { decider.readsAll(actor(organisation), of: after) }

  private func reader(_ organisation: String) -> Actor {
    var reader = actor(organisation)
    reader.roles = reader.roles.filter { decider.workflow.roles[$0]?.access != .oversight }
    return reader
  }

  private func actor(_ organisation: String) -> Actor {
    let held = decider.directory.organisations[organisation]?.roles
    let parties = after.instances.compactMap { $0.instance.party(organisation) }
    let roles =
      held.map { $0.union(parties.flatMap(\.onBehalfOf).map(\.role)) } ?? Set(parties.flatMap(\.roles))
    return Actor(subject: "", organisation: organisation, roles: roles)
  }

  private mutating func isFor(_ reader: Actor, in child: String?) -> Bool {
    let (old, new) = (roles(of: reader, in: before, child, former), roles(of: reader, in: after, child, decider))
    let (saw, sees) = (isOpen(before, child, to: old, former), isOpen(after, child, to: new, decider))
    if saw != sees || old != new || isOtherwiseShown(reader, in: child) { return true }
    return sees && (changed.contains(child) || isOtherwiseAwaited(in: child, seenBy: new))
  }

  /// Its own roles are shown to whoever may know of the part, those that open nothing too.
  private func isOtherwiseShown(_ reader: Actor, in child: String?) -> Bool {
    let (old, new) = (
      before.instance(child)?.party(reader.organisation), after.instance(child)?.party(reader.organisation)
    )
    guard old?.roles != new?.roles else { return false }
    return child.map { decider.canSee(child: $0, of: after, reader) } ?? decider.knows(reader, of: after)
  }

  private func roles(of reader: Actor, in instance: Case, _ child: String?, _ decider: Decider) -> Set<String> {
    decider.roles(of: reader, in: instance, child: child).filter { role in
      switch decider.workflow.roles[role]?.access {
      case .party: true
      case .part: child != nil
      case .oversight, .receipt, .some(.none), nil: false
      }
    }
  }

  private func isOpen(_ instance: Case, _ child: String?, to roles: Set<String>, _ decider: Decider) -> Bool {
    guard let part = instance.instance(child), let state = decider.workflow.machines[part.machine]?.states[part.state]
    else { return false }
    return !roles.isDisjoint(with: state.audience)
  }

  /// Who still must act follows from guards, which look at other parts as well.
  private mutating func isOtherwiseAwaited(in child: String?, seenBy roles: Set<String>) -> Bool {
    let (old, new) =
      awaiting[child] ?? (former.awaited(in: before, child: child), decider.awaited(in: after, child: child))
    awaiting[child] = (old, new)
    guard old != new, let machine = after.instance(child).flatMap({ decider.workflow.machines[$0.machine] }) else {
      return false
    }
    // By which command is not shown.
    func shown(_ awaited: [Decider.Awaited]) -> OrderedSet<[String]> {
      OrderedSet(
        awaited.filter { machine.commands[$0.command]?.audience.map { !roles.isDisjoint(with: $0) } ?? true }
          .map { [$0.role, $0.organisation] }
      )
    }
    return shown(old) != shown(new)
  }

  private static func differ(_ old: Instance, _ new: Instance, _ workflow: Workflow) -> Bool {
    guard old.state == new.state, old.deadlines.mapValues(Shown.init) == new.deadlines.mapValues(Shown.init),
      present(old) == present(new)
    else { return true }
    guard old.facts != new.facts else { return false }
    return workflow.counted(in: new.machine).contains { old.facts[$0] != new.facts[$0] }
  }

  private static func present(_ part: Instance) -> [String: Set<String>] {
    part.parties.filter { $0.until == nil }.reduce(into: [:]) { $0[$1.organisation] = $1.roles }
  }

  /// What is shown of a deadline that runs.
  private struct Shown: Equatable {
    let startedAt: Instant
    let due: Instant?

    init(_ running: RunningDeadline) {
      startedAt = running.startedAt
      due = running.ledger.isSuspended ? nil : running.dueAt
    }
  }
}

extension Case {
  /// The organisations that take part now, in the case or in one of its children, in the order in which they joined.
  var presentOrganisations: OrderedSet<String> {
    OrderedSet(instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation))
  }
}

extension Workflow {
  /// Whether it follows from children of the case who must act in a part as it is.
  fileprivate func dependsOnChildren(_ part: Instance) -> Bool {
    guard let machine = machines[part.machine] else { return false }
    return machine.commands(in: part.state).contains { _, transitions in
      transitions.contains { $0.requirements.contains { $0.guard.dependsOnChildren } }
    }
  }
}

extension Guard {
  fileprivate var dependsOnChildren: Bool {
    switch self {
    case .children: true
    case .all(let guards), .any(let guards): guards.contains(where: \.dependsOnChildren)
    case .not(let inner), .root(let inner): inner.dependsOnChildren
    case .fact, .field, .ground, .reached, .recent, .decided, .divided, .visited, .state, .expired, .party, .sender,
      .voted:
      false
    }
  }
}

extension CaseBuilder {
  /// Whoever may read something that the entry changed, and was told nothing more specific, is told that the case was updated: it
  /// would see that anyhow, but only if it looked.
  mutating func notifyReaders() {
    let untold = instance.presentOrganisations.filter { !notices.hasNotified($0) }
    guard !untold.isEmpty else { return }
    var news = CaseNews(before, instance, decider: decider)
    notices.notify(Event.updated, to: untold.filter { news.isFor($0) })
  }
}
