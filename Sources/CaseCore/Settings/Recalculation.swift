import OrderedCollections

/// What a change of settings does to one case.
public struct Recalculation: Hashable, Sendable {
  /// Only the deadlines that change: those of the case first, then those of its children.
  public var deadlines: [DeadlineChange]
  /// The journal entry, with who is notified.
  public var decision: Decision
}

/// What a change of settings does to one deadline of a case, or of one of its children.
///
/// It is stored with the approval, as JSON with the members of `CodingKeys`: none may be renamed or removed.
public struct DeadlineChange: Hashable, Sendable, Codable {
  public enum Effect: String, Hashable, Sendable, CaseIterable, Codable {
    /// Counted by other settings, from the same start.
    case changed = "changed"
    /// The settings added it: it begins now.
    case started = "started"
    /// The settings removed it.
    case ended = "ended"
  }

  public var name: DeadlineName
  /// The machine that the deadline belongs to.
  public var machine: String
  public var effect: Effect
  /// When it was due before; `nil` for one that begins, or that was suspended.
  public var oldDue: Instant?
  /// When it is due after; `nil` for one that ends, or that is suspended.
  public var newDue: Instant?
  /// Whether it is already over and that was not reported: it expires as soon as the settings take effect.
  public var isOverdueAtOnce: Bool
  /// The warnings that the former run gave and that will be given again, by their number in the settings.
  public var warnsAgain: [Int]
  /// The warnings that were not given and whose moment has passed: they will not be given.
  public var skips: [Int]

  private enum CodingKeys: String, CodingKey {
    case name, machine, effect, oldDue, newDue, isOverdueAtOnce, warnsAgain, skips
  }
}

extension Decider {
  /// What the settings do to one case; `nil` when nothing changes in it.
  ///
  /// The plan and its execution both use this function, so they agree whenever the case, its workflow, the settings and the
  /// moment (see ``DeadlineChange/isOverdueAtOnce``) are the same.
  public func recalculate(_ instance: Case) -> Recalculation? {
    let builder = recalculated(instance)
    guard !builder.changes.isEmpty else { return nil }
    return Recalculation(deadlines: builder.deadlineChanges, decision: builder.recalculated())
  }

  /// The deadlines of ``recalculate(_:)`` only, to scan many cases; empty when nothing changes.
  public func deadlineChanges(in instance: Case) -> [DeadlineChange] {
    let builder = recalculated(instance)
    return builder.changes.isEmpty ? [] : builder.deadlineChanges
  }

  private func recalculated(_ instance: Case) -> CaseBuilder {
    var builder = CaseBuilder(instance, decider: applyingSettings(for: instance))
    // A case can be recalculated some time after the approval: what happened in between is still to be reported.
    builder.recalculate(since: deadlineSettings.approvedAt)
    builder.updateDeadlines()
    return builder
  }
}

extension CaseBuilder {
  /// The differences between the deadlines of the case and those before.
  fileprivate var deadlineChanges: [DeadlineChange] {
    instance.instances.flatMap { child, part -> [DeadlineChange] in
      let old = before.instance(child)?.deadlines ?? [:]
      return Set(old.keys).union(part.deadlines.keys).sorted().compactMap { name in
        guard old[name] != part.deadlines[name] else { return nil }
        let deadline = machine(of: child).deadlines[name]
        return change(DeadlineName(name, child: child), part.machine, deadline, old[name], part.deadlines[name])
      }
    }
  }

  private func change(
    _ name: DeadlineName,
    _ machine: String,
    _ deadline: Deadline?,
    _ old: RunningDeadline?,
    _ new: RunningDeadline?
  ) -> DeadlineChange {
    let warned = old?.warnings(where: \.isFired) ?? []
    let coming = new?.warnings { !$0.isFired } ?? []
    // One that begins cannot have given a warning before.
    let passed = old == nil || new == nil ? [] : Set(deadline?.warnings.indices ?? 0..<0).subtracting(coming)
    return DeadlineChange(
      name: name,
      machine: machine,
      effect: old == nil ? .started : new == nil ? .ended : .changed,
      oldDue: old?.expectedDue,
      newDue: new?.expectedDue,
      isOverdueAtOnce: new?.isOverdue(at: decider.now) ?? false,
      warnsAgain: coming.intersection(warned).sorted(),
      skips: new?.ledger.isSuspended ?? true ? [] : passed.subtracting(warned).sorted()
    )
  }

  /// The entry. Nobody gave a command and nothing was decided about anyone, so there is no actor, and the ground is
  /// ``Ground/administration``. Every organisation that may read a part of the case in which a deadline changed is notified, because the
  /// time in which something can be done has changed; of what changed in a part that is hidden from it an organisation is not told.
  fileprivate func recalculated() -> Decision {
    let audience = machine(of: nil).states[instance.state]?.audience ?? []
    let entry = Entry(
      revision: revision,
      at: decider.now,
      cause: .configured(revision: decider.deadlineSettings.revision),
      actor: nil,
      role: nil,
      ground: Ground.administration,
      from: instance.state,
      to: instance.state,
      audience: audience,
      fields: [:],
      changes: changes
    )
    var result = before
    result.apply(entry)
    var notices = NoticeList()
    var news = CaseNews(before, result, decider: decider) { $0.deadlines != $1.deadlines }
    notices.notify(Event.updated, to: result.presentOrganisations.filter { news.isFor($0) })
    return Decision(entry: entry, result: result, notices: notices.all, erases: false, taken: []).numbered(
      after: before
    )
  }
}

extension RunningDeadline {
  fileprivate func warnings(where holds: (Timer) -> Bool) -> Set<Int> {
    Set(timers.compactMap { if case .warning(let index) = $0.kind, holds($0) { index } else { nil } })
  }
}
