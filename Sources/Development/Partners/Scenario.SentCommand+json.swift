package import CaseCore
package import OrderedCollections
package import StrictJSON
package import WorkflowFiles

extension Scenario.SentCommand {
  /// Its fields as a system of the sender's sends them: with the numbers of organisations for their names, and dates moved.
  /// - Parameters:
  ///   - organisations: by their names in the scenario.
  ///   - workflow: the one that the scenario is of.
  ///   - days: how much later than in the scenario.
  ///   - id: the id under which the sender's organisation knows the case with this name.
  package func json(
    _ organisations: OrderedDictionary<String, Organisation>,
    of workflow: Workflow,
    later days: Int,
    caseID id: (String) -> String = { $0 }
  ) -> JSON {
    let kinds = workflow.machine(of: name).flatMap { workflow.machines[$0]?.commands[name]?.fields }
    let members =
      fields.map { name, input in (name, Self.json(input, kinds?[name]?.kind, organisations, days)) }
      + caseFields.map { name, input in (name, Self.json(input, caseID: id)) }
    return .object(OrderedDictionary(uniqueKeysWithValues: members))
  }

  private static func json(_ input: Input, caseID id: (String) -> String) -> JSON {
    switch input {
    case .string(let name): .string(id(name))
    case .list(let items): .array(items.map { json($0, caseID: id) })
    default: .null
    }
  }

  private static func json(
    _ input: Input,
    _ kind: Field.Kind?,
    _ organisations: OrderedDictionary<String, Organisation>,
    _ days: Int
  ) -> JSON {
    switch (input, kind) {
    case (.string(let name), .reference): .string(organisations[name]?.number ?? name)
    case (.string(let text), .date):
      // A date that is none is what the scenario wants to show.
      .string((try? CivilDate(iso8601: text)).map { "\($0.adding(days: days))" } ?? text)
    case (.list(let items), .list(let kind, _, _)): .array(items.map { json($0, kind, organisations, days) })
    case (.list(let items), _): .array(items.map { json($0, nil, organisations, days) })
    case (.string(let text), _): .string(text)
    case (.number(let number), _): .integer(number)
    case (.null, _), (.other, _): .null
    }
  }
}
