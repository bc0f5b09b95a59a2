import OrderedCollections

extension PartyCheck {
  /// The roles that something can bring into a case.
  func joining() -> Set<String> {
    let byTransitions = index.places(in: workflow.root).flatMap { place in
      place.transition.joins.flatMap { joining($0, at: place) }
    }
    let byDeadlines = workflow.machines.values.flatMap(\.deadlines.values).flatMap(\.joins).compactMap(\.role)
    return Set(byTransitions + byDeadlines)
  }

  func joining(_ join: Transition.Join, at place: TransitionPlace) -> [String] {
    if let role = join.role { return [role] }
    let definition = place.command.flatMap { workflow.definition(of: $0)?.definition }
    switch join.source {
    // Later on, who gives a command takes part in that role already.
    case .organisations(.sender): return place.isStart ? definition?.roles ?? [] : []
    case .region, .fact: return []
    // In the roles that the field asks for; where it asks for none, in whatever roles the directory gives.
    case .organisations(.field(let name)):
      let asked = definition?.fields[name]?.kind.askedRoles ?? []
      return asked.isEmpty ? Array(workflow.roles.keys) : asked
    }
  }

  /// The roles that a child of this machine gives.
  func parts() -> Set<String> {
    let starts = index.places(in: workflow.root).flatMap(\.transition.starts)
    return Set(starts.filter { $0.machine == key }.compactMap(\.role))
  }
}
