import CaseCore
import Development
import OrderedCollections
import StrictJSON
import WorkflowFiles

/// What the people of one organisation can say, taken from the scenarios of a workflow: every command that somebody there gives for it.
struct ScenarioCommands: Sendable {
  /// A command with its fields, as somebody gave it in a scenario.
  struct Line: Sendable {
    let command: String
    let person: String
    let ground: String?
    let fields: JSON
  }

  private let workflow: String
  /// Those that begin a case.
  private(set) var beginnings: [Line] = []
  private(set) var lines: [String: [Line]] = [:]

  /// - Parameters:
  ///   - organisation: by its name in the scenarios.
  ///   - scenarios: of the workflow.
  ///   - today: dates of the scenarios are moved so that each begins a week before it.
  init(of organisation: String, in scenarios: [Scenario], workflow: Workflow, today: CivilDate) {
    self.workflow = workflow.key
    for scenario in scenarios {
      guard case .at(let start)? = scenario.steps.first?.moment else { continue }
      let shift = today.days(since: Amsterdam.date(at: start)) - 7
      var begun: Set<String> = []
      for step in scenario.steps {
        let begins = begun.insert(step.caseName).inserted
        // What names another case is of no use without that case.
        guard let sent = step.command, sent.organisation == organisation, step.expectation.refusal == nil,
          sent.caseFields.isEmpty
        else { continue }
        let line = Line(
          command: sent.name,
          person: sent.person,
          ground: sent.ground,
          fields: sent.json(scenario.organisations, of: workflow, later: shift)
        )
        if begins { beginnings.append(line) } else { lines[sent.name, default: []].append(line) }
      }
    }
  }

  /// The body of a command that begins a case.
  func beginning(_ line: Line) -> JSON {
    ["werkstroom": .string(workflow), "opdracht": .string(line.command), "velden": line.fields]
  }

  /// The body of a command on a case.
  /// - Parameter available: as the service lists what is possible.
  func body(_ line: Line, for available: JSON) -> JSON {
    let grounds = (available["grondslagen"]?.items ?? []).compactMap { $0["sleutel"]?.string }
    let ground = line.ground.flatMap { grounds.contains($0) ? $0 : nil } ?? grounds.first
    return .object([
      "opdracht": .string(line.command), "onderdeel": available["onderdeel"].flatMap { $0 == .null ? nil : $0 },
      "grondslag": ground.map(JSON.string), "velden": line.fields,
    ])
  }
}
