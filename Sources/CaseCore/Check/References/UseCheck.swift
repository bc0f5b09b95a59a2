import OrderedCollections

/// Finds declarations that have no effect: facts that never change, fields with a misspelt name of a fact, and decisions
/// whose outcome nothing uses.
struct UseCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    let conditions = index.conditions(of: key).map(\.guard)
    return constant() + unheeded(conditions)
  }

  private var anywhere: [WorkflowFault.Basis] {
    workflow.machines.keys.map { .all(of: ["machines", $0]) } + [.all(of: ["match"])]
  }

  private func constant() -> [WorkflowFault] {
    let writers = index.writers(of: key)
    let others = index.setByService(in: key)
    return machine.facts.filter { name, _ in !writers.write(name) && !others.contains(name) }.map { name, fact in
      misspelt(name, fact, writers) ?? unwritten(name, fact)
    }
  }

  private func unwritten(_ name: String, _ fact: Fact) -> WorkflowFault {
    let message =
      fact.initial == nil
      ? "Niets geeft het gegeven «\(name)» een waarde." : "Niets verandert ooit het gegeven «\(name)»."
    return .init(path + ["facts", name], message, basis: anywhere)
  }

  /// The field that was probably meant to write the fact.
  private func misspelt(_ name: String, _ fact: Fact, _ writers: FactWriters) -> WorkflowFault? {
    let near = writers.fields.first {
      machine.facts[$0.name] == nil && fact.kind.isSameType(as: $0.field.kind)
        && Spelling.nearest(to: $0.name, in: [name]) != nil
    }
    return near.flatMap { near in
      workflow.definition(of: near.command).map { _, home in
        let message =
          "Het veld «\(near.name)» is geen gegeven. Bedoeld is misschien «\(name)», dat nu geen opdracht een waarde geeft."
        return .init(home + ["fields", near.name], message, basis: anywhere)
      }
    }
  }

  private func unheeded(_ conditions: [Guard]) -> [WorkflowFault] {
    let asking = isRoot ? workflow.matches.values.compactMap(\.ask?.decision) : []
    let heeded = conditions.compactMap { if case .decided(let name, _) = $0 { name } else { nil } } + asking
    let voted = machine.commands.values.compactMap(\.vote)
    return machine.decisions.keys.filter { voted.contains($0) && !heeded.contains($0) }.map {
      .init(path + ["decisions", $0], "Naar de uitkomst van het besluit «\($0)» kijkt niets.", basis: anywhere)
    }
  }
}
