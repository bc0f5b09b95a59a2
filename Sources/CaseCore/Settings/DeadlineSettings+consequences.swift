import OrderedCollections

extension DeadlineSettings {
  /// What is wrong with a version of a workflow as it is set.
  public enum VersionFault: Hashable, Sendable {
    /// What is set at the place cannot be counted in this version.
    case notCountable(SettingPlace, DeadlineError)
    /// What the check of workflows finds, with its place.
    case unsound(WorkflowFault)
  }

  /// The workflows as the changes would make them, for every region and type of case that a change is about. What the
  /// changes do not touch was proved when it was set.
  /// - Throws: what cannot be set, or that nothing would change.
  func proofs(
    of changes: [SettingsChange],
    before: DeadlineSettings,
    in surroundings: Surroundings
  ) throws(DeadlineSettingsRefusal) -> [UnprovedSettings.Proof] {
    let places = changes.compactMap(\.place)
    var faults: OrderedSet<SettingFault> = []
    var proofs: OrderedDictionary<[AdjustedWorkflow.Form], UnprovedSettings.Proof> = [:]
    var isIdle = changes.allSatisfy { if case .set = $0 { true } else { false } }
    for workflow in surroundings.workflows {
      for (region, type) in touched(by: places.filter { $0.workflow == workflow.key }, besides: before) {
        let after = adjusted(workflow, region: region, caseType: type) { place, error in
          faults.append(.notCountable(place, error))
        }
        let proof = UnprovedSettings.Proof(
          before: before.adjusted(workflow, region: region, caseType: type) { _, _ in },
          after: after
        )
        isIdle = isIdle && after.counts(as: proof.before)
        if after.form != proof.before.form { proofs[[proof.before.form, after.form]] = proof }
      }
    }
    if faults.isEmpty, isIdle { faults.append(.noChange(.counted)) }
    guard faults.isEmpty else { throw DeadlineSettingsRefusal(Array(faults)) }
    return Array(proofs.values)
  }

  /// The regions and types of case that have a setting, before or after, and that one of the places includes.
  private func touched(
    by places: [SettingPlace],
    besides before: DeadlineSettings
  ) -> [(region: String?, type: String?)] {
    guard let workflow = places.first?.workflow else { return [] }
    return Self.combinations(of: Array(settings.keys) + before.settings.keys, in: workflow).filter { region, type in
      places.contains { $0.includes(region: region ?? "", caseType: type) }
    }
  }

  private func adjusted(
    _ workflow: Workflow,
    region: String?,
    caseType: String?,
    onFault: (SettingPlace, DeadlineError) -> Void
  ) -> AdjustedWorkflow {
    AdjustedWorkflow(adjust(workflow, region: region, caseType: caseType, onFault: onFault), of: workflow)
  }

  /// The faults of a version of a workflow with these settings: what is allowed for another version may be a fault in this
  /// one. Empty when it may be used.
  public func faults(of workflow: Workflow) -> [VersionFault] {
    var faults: OrderedSet<VersionFault> = []
    var forms: OrderedDictionary<AdjustedWorkflow.Form, AdjustedWorkflow> = [:]
    for (region, type) in Self.combinations(of: Array(settings.keys), in: workflow.key) {
      let set = adjusted(workflow, region: region, caseType: type) { place, error in
        faults.append(.notCountable(place, error))
      }
      forms[set.form] = set
    }
    let known = Set(workflow.faults())
    for fault in forms.values.flatMap({ $0.faults() }) where !known.contains(fault) {
      faults.append(.unsound(WorkflowFault(fault.path, fault.message, basis: [], cause: fault.cause)))
    }
    return Array(faults)
  }

  /// The regions and types of case that the places of a workflow name, with all others as `nil`.
  static func combinations(
    of places: [SettingPlace],
    in workflow: String
  ) -> [(region: String?, type: String?)] {
    let places = places.filter { $0.workflow == workflow }
    let regions = Set(places.map(\.region)).union([nil])
    let types = Set(places.map(\.caseType)).union([nil])
    return regions.flatMap { region in types.map { (region, $0) } }
      .sorted { ($0.region ?? "", $0.type ?? "") < ($1.region ?? "", $1.type ?? "") }
  }
}

extension SettingsChange {
  /// The place of a setting; `nil` for a change of a calendar.
  public var place: SettingPlace? {
    switch self {
    case .set(let place, _), .clear(let place): place
    default: nil
    }
  }
}
