import OrderedCollections

extension DeadlineConfiguration {
  /// What is wrong with the workflows as the changes would make them: each is held against all the rules that a workflow
  /// file is held against, for every region and type of case of which something is set.
  func consequences(
    of changes: [ConfigurationChange],
    before: DeadlineConfiguration,
    in surroundings: Surroundings
  ) -> [String] {
    let keys = Set(changes.compactMap(\.place?.workflow))
    var faults: OrderedSet<String> = []
    for workflow in surroundings.workflows where keys.contains(workflow.key) {
      for (region, type) in combinations(of: workflow.key) {
        let next = adjust(workflow, region: region, caseType: type) { place, error in
          faults.append("\(place): \(error.description)")
        }
        let known = Set(before.adjust(workflow, region: region ?? "", caseType: type).faults())
        for fault in next.faults() where !known.contains(fault) {
          faults.append("\(workflow.key) \(workflow.version), \(fault.path.joined(separator: "/")): \(fault.message)")
        }
      }
    }
    return Array(faults)
  }

  /// What would be wrong with a version of a workflow as it is set: what was allowed for another version need not be for
  /// this one. Dutch sentences; empty when it may be used.
  public func faults(of workflow: Workflow) -> [String] {
    var faults: OrderedSet<String> = []
    let known = Set(workflow.faults())
    for (region, type) in combinations(of: workflow.key) {
      let set = adjust(workflow, region: region, caseType: type) { place, error in
        faults.append("\(place): \(error.description)")
      }
      for fault in set.faults() where !known.contains(fault) {
        faults.append("Zoals ingesteld: \(fault.path.joined(separator: "/")): \(fault.message)")
      }
    }
    return Array(faults)
  }

  /// The regions and types of case of which something is set, with all others as `nil`.
  private func combinations(of workflow: String) -> [(region: String?, type: String?)] {
    let places = settings.keys.filter { $0.workflow == workflow }
    let regions = Set(places.map(\.region)).union([nil])
    let types = Set(places.map(\.caseType)).union([nil])
    return regions.flatMap { region in types.map { (region, $0) } }
      .sorted { ($0.region ?? "", $0.type ?? "") < ($1.region ?? "", $1.type ?? "") }
  }
}

extension ConfigurationChange {
  /// The place of a setting; `nil` for a change of a calendar.
  public var place: SettingPlace? {
    switch self {
    case .set(let place, _), .clear(let place): place
    default: nil
    }
  }
}
