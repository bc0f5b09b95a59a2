import CaseCore
import OrderedCollections
import StrictJSON
import WorkflowFiles

/// A command that somebody gave in a story and that was accepted, on the case as it was.
struct StoryCommand {
  var command: Command
  let name: String
  let before: Case?
  let decider: Decider

  static func all(in folder: ScenarioFolder, of workflow: Workflow) throws -> [StoryCommand] {
    var commands: [StoryCommand] = []
    for name in folder.names {
      let scenario = try folder.scenario(name)
      let directory = Directory(scenario.organisations.values)
      _ = ScenarioRun.failures(of: scenario, workflow: workflow, calendar: .standard) { attempt in
        guard case .accepted = attempt.outcome, case .command(let command, _) = attempt.command.cause else { return }
        let decider = Decider(workflow: workflow, directory: directory, calendar: .standard, now: attempt.at)
        commands.append(StoryCommand(command: attempt.command, name: command, before: attempt.before, decider: decider))
      }
    }
    return commands
  }

  /// How many different bodies the stories of a workflow have at least: those of a small one have one for each command.
  static func fewest(of workflow: Workflow) -> Int { count(of: workflow) > 20 ? 100 : count(of: workflow) }

  /// How many commands a workflow has.
  static func count(of workflow: Workflow) -> Int { workflow.machines.values.reduce(0) { $0 + $1.commands.count } }

  /// As it is sent.
  func body(of workflow: Workflow) -> JSON {
    var members: OrderedDictionary<String, JSON> = [:]
    if before == nil { members["werkstroom"] = .string(workflow.key) }
    members["opdracht"] = .string(name)
    if let child = command.child { members["onderdeel"] = .string(child) }
    if let ground = command.ground { members["grondslag"] = .string(ground) }
    members["velden"] = .object(
      OrderedDictionary(
        uniqueKeysWithValues: command.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
      )
    )
    return .object(members)
  }

  /// As a generated client sends it: the name is in the address, and what is empty is not sent.
  func typedBody(of workflow: Workflow) -> JSON {
    guard case .object(var members) = body(of: workflow), case .object(var fields)? = members["velden"] else {
      return .null
    }
    if before != nil { members["opdracht"] = nil }
    fields = fields.filter { $0.value != .null && $0.value != "" }
    members["velden"] = fields.isEmpty ? nil : .object(fields)
    return .object(members)
  }
}

extension Input {
  fileprivate var json: JSON {
    switch self {
    case .string(let text): .string(text)
    case .number(let number): .integer(number)
    case .list(let items): .array(items.map(\.json))
    case .null: .null
    case .other: .bool(true)
    }
  }
}
