import OrderedCollections

extension VersionMove {
  /// The new names of a machine of the old version and of what it has, each by the old one.
  ///
  /// From what the new version says of itself (`was`), and for states also from the order. A version that has the new name already needs
  /// none: the same version may follow on several.
  static func names(from: Workflow, to: Workflow) throws(VersionMoveFault) -> [String: NewNames] {
    var names: [String: NewNames] = [:]
    let machines = try renamed(from.machines.keys, to.machines.mapValues(\.was), in: from, machine: nil)
    for key in from.machines.keys {
      let renamed = machines[key]
      guard let old = from.machines[key], let new = to.machines[renamed ?? key] else { continue }
      names[key] = NewNames(
        machine: renamed,
        states: try self.renamed(old.states.keys, new.states.mapValues(\.was), in: from, machine: key),
        facts: try self.renamed(old.facts.keys, new.facts.mapValues(\.was), in: from, machine: key),
        deadlines: try self.renamed(old.deadlines.keys, new.deadlines.mapValues(\.was), in: from, machine: key)
      )
    }
    return names
  }

  private static func renamed(
    _ old: OrderedSet<String>,
    _ new: OrderedDictionary<String, String?>,
    in version: Workflow,
    machine: String?
  ) throws(VersionMoveFault) -> [String: String] {
    var names: [String: String] = [:]
    for (name, was) in new {
      guard let was else { continue }
      switch (old.contains(was), old.contains(name)) {
      case (true, false): names[was] = name
      case (false, true): continue
      case (false, false): throw .unknownFormerName(was, of: name, machine: machine, version: version.version)
      case (true, true): throw .formerNameTaken(was, of: name, machine: machine, version: version.version)
      }
    }
    return names
  }
}
