import OrderedCollections

/// A proposal whose changes are each right by themselves, with what is still to be proved: that each workflow it touches is
/// sound with the new settings. A proof takes time, so a caller makes it before it opens a transaction.
public struct UnprovedSettings: Sendable {
  /// The settings for one region and type of case, before and after. Other regions and types have others.
  public struct Proof: Sendable {
    public let before: AdjustedWorkflow
    public let after: AdjustedWorkflow
  }

  /// What the settings would become.
  public let next: DeadlineSettings
  /// Each different one once.
  public let proofs: [Proof]

  /// A fault that a change causes in a version.
  public struct Fault: Hashable, Sendable {
    var workflow: String
    var version: String
    /// The path in the workflow.
    var place: [String]
    var reason: SettingFault.Unsound.Reason
  }

  /// The settings, when there are no faults.
  /// - Parameter faults: what the proofs found.
  /// - Throws: all of it, each reason once, with its versions and places.
  public func settings(without faults: [Fault]) throws(DeadlineSettingsRefusal) -> DeadlineSettings {
    guard faults.isEmpty else {
      let alike = OrderedDictionary(grouping: faults) { Kind(workflow: $0.workflow, reason: $0.reason) }
      throw DeadlineSettingsRefusal(alike.map { .unsound($0.unsound($1)) })
    }
    return next
  }

  /// What faults have in common that are told as one.
  private struct Kind: Hashable {
    let workflow: String
    let reason: SettingFault.Unsound.Reason

    func unsound(_ faults: [Fault]) -> SettingFault.Unsound {
      .init(
        workflow: workflow,
        reason: reason,
        versions: Array(OrderedSet(faults.map(\.version))),
        places: Array(OrderedSet(faults.map { $0.place.joined(separator: "/") }))
      )
    }
  }
}

extension UnprovedSettings.Proof {
  /// The faults that the change causes. Faults from before are only computed when there are faults now.
  /// - Parameter faults: finds the faults of an adjusted version; it may cache them by form.
  public func faults(
    _ faults: (AdjustedWorkflow) -> [WorkflowFault] = { $0.faults() }
  ) -> [UnprovedSettings.Fault] {
    let next = faults(after)
    guard !next.isEmpty else { return [] }
    let known = Set(faults(before))
    return next.filter { !known.contains($0) }.map(fault)
  }

  /// When a deadline is left out, the check says that the deadline does not exist. Administrators, who set it, know that it
  /// does.
  private func fault(_ found: WorkflowFault) -> UnprovedSettings.Fault {
    let left = after.form.deadlines.filter { $0.value == nil }.keys
    guard found.isUnknownName, let off = left.first(where: { found.message.contains("«\($0.name)»") }) else {
      return fault(at: found.path, .finding(WorkflowFault([], found.message, basis: [], cause: found.cause)))
    }
    return fault(at: ["machines", off.machine, "after", off.name], .needed(off))
  }

  private func fault(at place: [String], _ reason: SettingFault.Unsound.Reason) -> UnprovedSettings.Fault {
    .init(workflow: after.workflow.key, version: after.workflow.version, place: place, reason: reason)
  }
}
