import OrderedCollections

/// Fields and facts that name another case.
extension ReferenceCheck {
  /// States of the workflow itself. Those of another workflow are in another file; see ``Workflow/faults(besides:)``.
  func otherCase(of key: String, in states: [String], at path: [String]) -> [WorkflowFault] {
    key == workflow.key ? workflow.unknownStates(states, at: path) : []
  }

  /// Each case that a command names is opened before the command is decided.
  func tooManyOtherCases(_ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    let most = command.fields.values.reduce(0) { $0 + $1.kind.mostOtherCases }
    guard most > Field.mostOtherCases else { return [] }
    let message =
      "De velden noemen samen tot \(most) andere zaken; dat mogen er hoogstens \(Field.mostOtherCases) zijn."
    return [.init(path + ["fields"], message)]
  }
}

extension Workflow {
  /// The other workflows of which it names cases.
  public var othersNamed: Set<String> {
    let kinds = machines.values.flatMap { machine in
      machine.facts.values.map(\.kind) + machine.commands.values.flatMap { $0.fields.values.map(\.kind) }
    }
    return Set(kinds.compactMap(\.workflowOfOtherCases)).subtracting([key])
  }

  /// Whether a command can name another case.
  package var namesOtherCases: Bool {
    machines.values.contains { machine in
      machine.commands.values.contains { $0.fields.values.contains { $0.kind.workflowOfOtherCases != nil } }
    }
  }

  /// What is wrong with how it refers to cases of other workflows, which are checked by themselves.
  /// - Parameter others: the other workflows that there are, under any version.
  public func faults(besides others: [Workflow]) -> [WorkflowFault] {
    machines.flatMap { key, machine -> [WorkflowFault] in
      let path = ["machines", key]
      let facts = machine.facts.flatMap { faults($1.kind, at: path + ["facts", $0], besides: others) }
      return facts
        + machine.commands.flatMap { name, command in
          command.fields.flatMap { field, declared in
            faults(declared.kind, at: path + ["commands", name, "fields", field], besides: others)
          }
        }
    }
  }

  private func faults(_ kind: Field.Kind, at path: [String], besides others: [Workflow]) -> [WorkflowFault] {
    switch kind {
    case .list(let inner, _, _): return faults(inner, at: path + ["of"], besides: others)
    case .otherCase(let name, let states) where name != key:
      let named = others.filter { $0.key == name }
      if named.isEmpty { return [.init(path + ["workflow"], "De werkstroom «\(name)» bestaat niet.")] }
      // A case follows the version that it began with, so a state of any of them will do.
      return named.map { $0.unknownStates(states, at: path) }.min { $0.count < $1.count } ?? []
    default: return []
    }
  }

  /// - Parameter states: of a case of this workflow.
  fileprivate func unknownStates(_ states: [String], at path: [String]) -> [WorkflowFault] {
    states.enumerated().filter { rootMachine?.states[$1] == nil }.map { index, state in
      let basis = [WorkflowFault.Basis.all(of: path), .names(in: ["machines", root, "states"])]
      return .init(path + ["in", "\(index)"], "De toestand «\(state)» van «\(key)» bestaat niet.", basis: basis)
    }
  }
}
