import CaseCore
import OrderedCollections

extension ScenarioRun {
  /// The command as the engine gets it. A case of the scenario is named by its name, which is also the id that the engine keeps.
  func command(_ sent: Scenario.SentCommand, on caseName: String) -> Command {
    let number = scenario.organisations[sent.organisation]?.number ?? ""
    let machine = workflow.machine(of: sent.name).flatMap { workflow.machines[$0] }
    // A scenario is about what people do, and not about how they sign in.
    let levels = Set(machine?.commands[sent.name]?.authentication ?? [])
    let actor = Actor(subject: sent.person, organisation: number, roles: [sent.role], authentication: levels)
    var command = Command(
      cause: .command(name: sent.name, by: actor),
      child: sent.child,
      fields: inputs(sent),
      ground: sent.ground
    )
    for (field, input) in sent.caseFields { command.fields[field] = input }
    for name in sent.namedCases where name != caseName {
      command.otherCases[name] = cases[name].flatMap { decider.otherCase(name, $0, for: actor) }
    }
    return command
  }

  /// A field in which a case is named, and that is for something else.
  func fieldOfNoCase(_ sent: Scenario.SentCommand) -> String? {
    let definition = workflow.machine(of: sent.name).flatMap { workflow.machines[$0]?.commands[sent.name] }
    return sent.caseFields.keys.first { name in definition?.fields[name].map { !$0.kind.namesCases } ?? false }
  }

  var decider: Decider { Decider(workflow: workflow, directory: directory, calendar: calendar, now: now) }

  /// The fields, with the number of an organisation where the scenario has its name.
  private func inputs(_ sent: Scenario.SentCommand) -> [String: Input] {
    let definition = workflow.machine(of: sent.name).flatMap { workflow.machines[$0]?.commands[sent.name] }
    var inputs: [String: Input] = [:]
    for (name, input) in sent.fields {
      inputs[name] = definition?.fields[name]?.kind.namesOrganisations == true ? resolved(input) : input
    }
    return inputs
  }

  private func resolved(_ input: Input) -> Input {
    switch input {
    case .string(let name): .string(scenario.organisations[name]?.number ?? name)
    case .list(let items): .list(items.map(resolved))
    default: input
    }
  }
}

extension Field.Kind {
  fileprivate var namesOrganisations: Bool {
    switch self {
    case .reference: true
    case .list(let kind, _, _): kind.namesOrganisations
    default: false
    }
  }

  fileprivate var namesCases: Bool {
    switch self {
    case .otherCase: true
    case .list(let kind, _, _): kind.namesCases
    default: false
    }
  }
}
