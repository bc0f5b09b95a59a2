import OrderedCollections

extension DeadlineCheck {
  /// A deadline that begins after the end of another: that one has a single end, which is known wherever this one begins or runs.
  func succession(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    guard let name = deadline.beginsAfter, let other = machine.deadlines[name], other != deadline else { return [] }
    let path = path + ["from", "end-of"]
    let basis = [WorkflowFault.Basis.all(of: self.path)]
    func fault(_ reason: String) -> [WorkflowFault] { [.init(path, "De termijn «\(name)» \(reason).", basis: basis)] }
    if other.repeats { return fault("herhaalt zich, en heeft dus geen einde waarna een andere begint") }
    if other.guard != nil { return fault("loopt alleen onder een voorwaarde, en heeft dus niet altijd een einde") }
    if !SuspensionCheck(index: index, key: key).standing(name).isEmpty {
      return fault("kan stilstaan, en zolang is haar einde niet bekend")
    }
    return unknown(deadline, other).map { fault("loopt niet voordat deze in «\($0)» begint") } ?? []
  }

  /// A state in which the deadline can begin while the other runs neither there nor where the case came from.
  private func unknown(_ deadline: Deadline, _ other: Deadline) -> String? {
    let edges = StructureCheck(index: index, key: key).edges()
    return deadline.states.first { state in
      if other.states.contains(state) { return false }
      return machine.firstStates.contains(state)
        || machine.states.keys.contains { before in
          !deadline.states.contains(before) && !other.states.contains(before) && edges[before]?.contains(state) == true
        }
    }
  }
}

extension Deadline {
  /// Whether the term begins elsewhere than where it starts to run.
  var hasOwnBegin: Bool { beginsOn != nil || beginsAfter != nil }
}
