import OrderedCollections

/// Proves that a case and its children fit together: what only a case can do is not asked of a child, and every child can be
/// made.
struct FamilyCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] { birth() + doubles() + limits() }

  /// A case begins with a command, a child with a transition of the case.
  private func birth() -> [WorkflowFault] {
    if isRoot {
      return machine.starts.isEmpty ? [.init(path + ["start"], "De zaak zelf heeft een begin (start).")] : repeated()
    }
    if !machine.starts.isEmpty {
      return [.init(path + ["start"], "Een onderdeel begint met «initial», niet met «start».")]
    }
    let starts = index.places(in: workflow.root).flatMap(\.transition.starts)
    if starts.contains(where: { $0.machine == key }) || workflow.matches.values.contains(where: { $0.found == key }) {
      return []
    }
    let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) } + [.all(of: ["match"])]
    return [.init(path, "Niets begint ooit een onderdeel «\(key)» (start).", basis: basis)]
  }

  /// Which way a case begins is known by the command alone.
  private func repeated() -> [WorkflowFault] {
    machine.starts.enumerated().compactMap { index, start in
      guard !start.command.isEmpty, machine.starts[..<index].contains(where: { $0.command == start.command }) else {
        return nil
      }
      let message = "Met «\(start.command)» begint een zaak al: elk begin heeft een opdracht van zichzelf."
      return .init(path + ["start", "\(index)", "command"], message, basis: [.all(of: path + ["start"])])
    }
  }

  /// A command is found by its name alone, so that senders need not know of machines.
  private func doubles() -> [WorkflowFault] {
    machine.commands.keys.compactMap { name in
      guard let first = workflow.machine(of: name), first != key else { return nil }
      let basis = [
        WorkflowFault.Basis.all(of: ["machines", first, "commands", name]), .all(of: path + ["commands", name]),
      ]
      return .init(path + ["commands", name], "De machine «\(first)» heeft al een opdracht «\(name)».", basis: basis)
    }
  }

  private func limits() -> [WorkflowFault] {
    index.places(in: key).filter { $0.path[1] == key }.flatMap { place in
      isRoot ? rootLimits(place) : childLimits(place)
    } + index.places(in: key).flatMap { parts($0) + ends($0) } + (isRoot ? selfReferences() : [])
  }

  /// A guard of the case is already about the case.
  private func selfReferences() -> [WorkflowFault] {
    let ofTransitions = index.places(in: key).flatMap { place in
      place.transition.requirements.enumerated().flatMap {
        $1.guard.conditionsOnTheCase(at: place.path + ["guard", "\($0)"])
      }
    }
    let ofDeadlines = machine.deadlines.flatMap {
      $1.guard?.conditionsOnTheCase(at: path + ["after", $0, "guard"]) ?? []
    }
    return (ofTransitions + ofDeadlines).map {
      .init($0, "Deze voorwaarde gaat al over de zaak: laat «case» weg.")
    }
  }

  private func ends(_ place: TransitionPlace) -> [WorkflowFault] {
    place.transition.ends.enumerated().filter { $1.states.isEmpty }.map { index, _ in
      let path = place.path + ["end", "\(index)", "from"]
      return .init(path, "Hier eindigt geen enkel onderdeel: noem ten minste één toestand.")
    }
  }

  private func rootLimits(_ place: TransitionPlace) -> [WorkflowFault] {
    place.transition.root.isEmpty
      ? [] : [.init(place.path + ["case"], "«case» hoort bij een onderdeel; dit is de zaak zelf.")]
  }

  private func childLimits(_ place: TransitionPlace) -> [WorkflowFault] {
    let transition = place.transition
    let asked = [
      ("join", !transition.joins.isEmpty), ("leave", !transition.leaves.isEmpty), ("region", transition.region != nil),
      ("start", !transition.starts.isEmpty), ("end", !transition.ends.isEmpty),
      ("transfer", transition.transfer != nil),
      ("erase", transition.erases),
    ]
    return asked.filter(\.1).map { key, _ in
      .init(place.path + [key], "Dit gaat over de zaak: zet het onder «case».")
    }
  }

  /// The role that a child grants is one that is held in a child only.
  private func parts(_ place: TransitionPlace) -> [WorkflowFault] {
    place.transition.starts.enumerated().compactMap { index, start in
      let path = place.path + ["start", "\(index)", "join"]
      if start.part != nil, start.role == nil {
        return .init(path, "Wie toetreedt tot een onderdeel, heeft daar een rol.")
      }
      guard let role = start.role, let access = workflow.roles[role]?.access, access != .part else { return nil }
      let basis = [WorkflowFault.Basis.all(of: ["roles", role])]
      return .init(path + ["role"], "De rol «\(role)» is geen rol in een onderdeel (access: part).", basis: basis)
    }
  }
}

extension Guard {
  /// The places in it that say that it is about the case.
  fileprivate func conditionsOnTheCase(at path: [String]) -> [[String]] {
    switch self {
    case .root: [path + ["case"]]
    case .not(let inner): inner.conditionsOnTheCase(at: path + ["not"])
    case .all(let guards): guards.enumerated().flatMap { $1.conditionsOnTheCase(at: path + ["all", "\($0)"]) }
    case .any(let guards): guards.enumerated().flatMap { $1.conditionsOnTheCase(at: path + ["any", "\($0)"]) }
    default: []
    }
  }
}
