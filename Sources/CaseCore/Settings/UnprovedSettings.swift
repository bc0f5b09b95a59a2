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
    var fault: WorkflowFault
  }

  /// The settings, when there are no faults.
  /// - Parameter faults: what the proofs found.
  /// - Throws: all of it, each sentence once, with its versions and places.
  public func settings(without faults: [Fault]) throws(DeadlineSettingsRefusal) -> DeadlineSettings {
    guard faults.isEmpty else {
      let sentences = OrderedDictionary(grouping: faults) { [$0.workflow, $0.fault.message] }
      throw DeadlineSettingsRefusal(sentences.values.map { .init(.unsound, Fault.sentence($0)) })
    }
    return next
  }
}

extension UnprovedSettings.Fault {
  /// - Parameter faults: of one workflow, with one message.
  fileprivate static func sentence(_ faults: [Self]) -> String {
    let versions = OrderedSet(faults.map(\.version)).joined(separator: ", ")
    let places = OrderedSet(faults.map { $0.fault.path.joined(separator: "/") })
    let first = places.first ?? ""
    let place = places.count == 1 ? first : "op \(places.count) plaatsen, het eerst \(first)"
    return "\(faults[0].workflow) \(versions): \(faults[0].fault.message) (\(place))"
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
    let workflow = after.workflow
    return next.filter { !known.contains($0) }.map {
      .init(workflow: workflow.key, version: workflow.version, fault: inWords($0))
    }
  }

  /// When a deadline is left out, the faults say that the deadline does not exist. Administrators, who set it, know that it
  /// does.
  private func inWords(_ fault: WorkflowFault) -> WorkflowFault {
    let left = after.form.deadlines.filter { $0.value == nil }.keys
    guard fault.isUnknownName, let off = left.first(where: { fault.message.contains("«\($0.name)»") }) else {
      return fault
    }
    let message = "De termijn «\(off)» kan niet uit: de werkstroom verwijst ernaar."
    return WorkflowFault(["machines", off.machine, "after", off.name], message, basis: fault.basis)
  }
}
