import OrderedCollections

/// Proves of what moves to another case that there can be something to move, that it is named where to, that it stays behind in no two
/// cases, and that a case of the workflow can take it.
struct TransferCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    guard isRoot else { return [] }
    return index.places(in: key).flatMap { place in
      place.transition.transfer.map { faults($0, place, at: place.path + ["transfer"]) } ?? []
    }
  }

  private func faults(_ transfer: Transition.Transfer, _ place: TransitionPlace, at path: [String]) -> [WorkflowFault] {
    guard let command = place.command else {
      return [.init(path, "Een termijn verplaatst niets: naar een andere zaak brengt alleen een opdracht iets.")]
    }
    guard !place.isStart else { return [.init(path, "Een zaak die begint heeft nog geen onderdelen.")] }
    return named(transfer, by: command, at: path) + states(transfer, at: path)
      + ends(transfer, place.transition, at: path)
      + receipts(transfer, at: path)
  }

  /// The other case, and that one of this workflow has a command that makes such a child.
  private func named(_ transfer: Transition.Transfer, by command: String, at path: [String]) -> [WorkflowFault] {
    let definition = workflow.definition(of: command)
    let basis =
      [WorkflowFault.Basis.all(of: self.path + ["facts"])]
      + (definition.map { [.all(of: $0.path + ["fields"])] } ?? [])
    guard
      case .otherCase(let other, _)? = machine.facts[transfer.to]?.kind
        ?? definition?.definition.fields[transfer.to]?.kind
    else {
      let message = "«\(transfer.to)» noemt geen andere zaak: dat doet een gegeven of veld van het type case."
      return [.init(path + ["to"], message, basis: basis)]
    }
    guard other == workflow.key, workflow.machines[transfer.machine] != nil, !isTaken(transfer.machine) else {
      return []
    }
    let message =
      "Geen opdracht van de zaak maakt los een onderdeel «\(transfer.machine)»: zo neemt geen zaak er een over."
    return [.init(path + ["children"], message, basis: [.all(of: self.path)])]
  }

  private func isTaken(_ child: String) -> Bool {
    index.places(in: key).contains { place in
      guard let command = place.command, !place.isStart, place.transition.takes(child) else { return false }
      return machine.commands[command].map { $0.ballot == nil } ?? false
    }
  }

  private func states(_ transfer: Transition.Transfer, at path: [String]) -> [WorkflowFault] {
    if transfer.states.isEmpty {
      return [.init(path + ["from"], "Hier verhuist geen enkel onderdeel: noem ten minste één toestand.")]
    }
    let child = workflow.machines[transfer.machine]
    return transfer.states.enumerated().filter { child?.states[$1]?.isFinal ?? false }.map { number, state in
      let basis = [WorkflowFault.Basis.all(of: ["machines", transfer.machine, "states", state])]
      return .init(
        path + ["from", "\(number)"],
        "«\(state)» is een eindtoestand: wat af is, verhuist niet.",
        basis: basis
      )
    }
  }

  /// What moves ends here, so that it goes on in one case only.
  private func ends(_ transfer: Transition.Transfer, _ transition: Transition, at path: [String]) -> [WorkflowFault] {
    let child = workflow.machines[transfer.machine]
    let moved = transfer.states.filter { child?.states[$0]?.isFinal != true }
    let ended = Set(transition.ends.filter { $0.machine == transfer.machine }.flatMap(\.states))
    guard child != nil, !Set(moved).isSubset(of: ended) else { return [] }
    let basis = [WorkflowFault.Basis.all(of: path.dropLast() + ["end"]), .all(of: path)]
    return [.init(path, "Wat verhuist, blijft hier ook staan: laat het in dezelfde stap eindigen (end).", basis: basis)]
  }

  private func receipts(_ transfer: Transition.Transfer, at path: [String]) -> [WorkflowFault] {
    transfer.receipts.enumerated().compactMap { number, role in
      guard let access = workflow.roles[role]?.access, access != .receipt else { return nil }
      let basis = [WorkflowFault.Basis.all(of: ["roles", role])]
      let message = "De rol «\(role)» krijgt niet alleen bericht (access: receipt): wie haar heeft, verhuist niet mee."
      return .init(path + ["receipts", "\(number)"], message, basis: basis)
    }
  }
}
