import OrderedCollections

extension ReferenceCheck {
  func children(_ children: Guard.Children, at path: [String]) -> [WorkflowFault] {
    let key =
      switch children.quantity {
      case .some: "some"
      case .none: "none"
      case .every: "every"
      case .atLeast: "in"
      }
    let faults = childStates(children.states, of: children.machine, at: path, key: key, machineKey: "children")
    guard let condition = children.condition, workflow.machines[children.machine] != nil else { return faults }
    let check = ReferenceCheck(index: index, key: children.machine)
    return faults + check.condition(condition, command: nil, at: path + ["where"])
  }
}
