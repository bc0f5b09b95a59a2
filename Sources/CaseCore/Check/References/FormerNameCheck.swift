import OrderedCollections

/// Proves that a former name (`was`) names one part, and none that is still there.
struct FormerNameCheck {
  let workflow: Workflow

  func faults() -> [WorkflowFault] {
    faults(workflow.machines.mapValues(\.was), at: ["machines"]) + root()
      + workflow.machines.flatMap { key, machine -> [WorkflowFault] in
        let path = ["machines", key]
        return faults(machine.states.mapValues(\.was), at: path + ["states"])
          + faults(machine.facts.mapValues(\.was), at: path + ["facts"])
          + faults(machine.deadlines.mapValues(\.was), at: path + ["after"])
      }
  }

  /// A case is an instance of the same machine in every version.
  private func root() -> [WorkflowFault] {
    guard workflow.rootMachine?.was != nil else { return [] }
    return [.init(["machines", workflow.root, "was"], "De machine van de zaak zelf houdt haar naam.")]
  }

  private func faults(_ group: OrderedDictionary<String, String?>, at path: [String]) -> [WorkflowFault] {
    var seen: Set<String> = []
    return group.compactMap { name, was in
      guard let was else { return nil }
      let place = path + [name, "was"]
      if group.keys.contains(was) {
        return .init(place, "«\(was)» bestaat hier nog, en kreeg dus geen andere naam.", basis: [.all(of: path)])
      }
      if seen.insert(was).inserted { return nil }
      return .init(place, "«\(was)» kreeg hier al een andere naam.", basis: [.all(of: path)])
    }
  }
}
