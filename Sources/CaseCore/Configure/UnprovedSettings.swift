import OrderedCollections

/// A proposal of which every change is right by itself, with what is still to be proved: that each workflow it touches is
/// sound as it would be set. Proving costs time, so whoever has a transaction open does it before.
public struct UnprovedSettings: Sendable {
  /// What is set for one region and type of case, before and after. Settings of other regions and types give others.
  public struct Proof: Sendable {
    public let before: AdjustedWorkflow
    public let after: AdjustedWorkflow
  }

  /// What the settings would become.
  public let next: DeadlineSettings
  /// Each different one once.
  public let proofs: [Proof]

  /// What a change makes wrong in a version.
  public struct Fault: Hashable, Sendable {
    var workflow: String
    var version: String
    var fault: WorkflowFault
  }

  /// The settings, when nothing was found.
  /// - Parameter faults: what the proofs found.
  /// - Throws: all of it, each sentence once, with the versions and places that it is about.
  public func settings(without faults: [Fault]) throws(DeadlineSettingsRefusal) -> DeadlineSettings {
    guard faults.isEmpty else {
      let sentences = OrderedDictionary(grouping: faults) { [$0.workflow, $0.fault.message] }
      throw DeadlineSettingsRefusal(sentences.values.map(Fault.sentence))
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
  /// What the change makes wrong. What was wrong before is only asked when something is wrong.
  /// - Parameter faults: finds the faults of a version as it is set; asked for the same form again, it may remember them.
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

  /// Of a deadline that is left out, the rest of the workflow finds that it is not there. Administrators set it, and know that
  /// it is.
  private func inWords(_ fault: WorkflowFault) -> WorkflowFault {
    let left = after.form.deadlines.filter { $0.value == nil }.keys
    guard fault.isUnknownName, let off = left.first(where: { fault.message.contains("«\($0.name)»") }) else {
      return fault
    }
    let message = "De termijn «\(off)» kan niet uit: de werkstroom verwijst ernaar."
    return WorkflowFault(["machines", off.machine, "after", off.name], message, basis: fault.basis)
  }
}
