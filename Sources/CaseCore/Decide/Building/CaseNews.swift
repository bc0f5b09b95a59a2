import OrderedCollections

/// What an entry changed in what readers are shown of a case, part by part: of the case itself, and of its children.
///
/// What a reader could know beforehand is no news: that a moment came which a deadline had announced.
struct CaseNews {
  private let before: Case
  private let after: Case
  private let decider: Decider
  /// Of the parts that changed for whoever may see them.
  private let changed: Set<String?>
  private var awaiting: [String?: (before: [Decider.Awaited], after: [Decider.Awaited])] = [:]

  init(_ before: Case, _ after: Case, decider: Decider) {
    (self.before, self.after, self.decider) = (before, after, decider)
    changed = Set(
      after.instances.filter { child, part in
        before.instance(child).map { Self.differ($0, part, decider.workflow) } ?? true
      }.map(\.child)
    )
  }

  /// Whether an organisation may read something that is otherwise now. Its roles of oversight do not count: who oversees looks, and is
  /// told what the workflow addresses to it.
  mutating func isFor(_ organisation: String) -> Bool {
    let roles = decider.directory.organisations[organisation]?.roles ?? after.party(organisation)?.roles ?? []
    let reader = Actor(subject: "", organisation: organisation, roles: roles)
    return after.instances.contains { child, _ in isFor(reader, in: child) }
  }

  private mutating func isFor(_ reader: Actor, in child: String?) -> Bool {
    let (old, new) = (roles(of: reader, in: before, child), roles(of: reader, in: after, child))
    let (saw, sees) = (isOpen(before, child, to: old), isOpen(after, child, to: new))
    // Its own roles are shown to it in any case.
    if saw != sees || old != new { return true }
    return sees && (changed.contains(child) || isOtherwiseAwaited(in: child, seenBy: new))
  }

  private func roles(of reader: Actor, in instance: Case, _ child: String?) -> Set<String> {
    decider.roles(of: reader, in: instance, child: child).filter { role in
      switch decider.workflow.roles[role]?.access {
      case .party: true
      case .part: child != nil
      case .oversight, .receipt, .some(.none), nil: false
      }
    }
  }

  private func isOpen(_ instance: Case, _ child: String?, to roles: Set<String>) -> Bool {
    guard let part = instance.instance(child), let state = decider.workflow.machines[part.machine]?.states[part.state]
    else { return false }
    return !roles.isDisjoint(with: state.audience)
  }

  /// Who still must act follows from guards, which look at other parts as well.
  private mutating func isOtherwiseAwaited(in child: String?, seenBy roles: Set<String>) -> Bool {
    let (old, new) =
      awaiting[child] ?? (decider.awaited(in: before, child: child), decider.awaited(in: after, child: child))
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

extension CaseBuilder {
  /// Whoever may read something that the entry changed, and was told nothing more specific, is told that the case was updated: it
  /// would see that anyhow, but only if it looked.
  mutating func notifyReaders() {
    let parties = instance.instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation)
    let untold = OrderedSet(parties).filter { !notices.hasNotified($0) }
    guard !untold.isEmpty else { return }
    var news = CaseNews(before, instance, decider: decider)
    notices.notify(Event.updated, to: untold.filter { news.isFor($0) })
  }
}
