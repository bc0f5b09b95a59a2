import CaseCore
import CaseDoor
import Foundation
import OrderedCollections
import WorkflowFiles

/// A workflow that was published several times, and how a case of it begins.
struct SettingsWorkflow {
  /// The first is the one that was published first.
  let files: [WorkflowFile]
  let caseTypes: [String]
  /// Those that the deadline that is set is told to.
  let roles: [String]
  /// Two deadlines of the case itself whose length can be set: one that is set everywhere, and one that nobody set.
  let deadlines: (set: String, free: String)
  /// How a case begins.
  let opening: Submission
  let organisations: [Organisation]

  var key: String { files[0].workflow.key }
  var root: String { files[0].workflow.root }

  /// - Parameter path: the folder of the workflow, with scenarios.
  init(_ path: String, versions: Int) throws {
    let published = try WorkflowFolder.load(path)
    files = try (1...versions).map { number in
      let version = "version: \(published.workflow.version)"
      let text = published.source.replacing(version, with: "version: 90.0.\(number)", maxReplacements: 1)
      return try WorkflowFile(text, name: published.name)
    }
    let workflow = published.workflow
    guard let machine = workflow.rootMachine, !workflow.caseTypes.isEmpty else {
      throw BenchmarkError.notWhatWasAsked("a workflow without types of case")
    }
    caseTypes = workflow.caseTypes.map(\.key)
    let lengths = machine.deadlines.filter { name, deadline in
      if case .length = deadline.term { deadline.maximum == nil } else { false }
    }
    guard lengths.count > 1 else { throw BenchmarkError.notWhatWasAsked("a workflow without two deadlines to set") }
    deadlines = (lengths.keys[0], lengths.keys[1])
    roles = lengths.values[0].roles
    let folder = try ScenarioFolder(path)
    organisations = Array(folder.organisations.values)
    guard let name = folder.names.first, let first = try folder.scenario(name).steps.first?.command else {
      throw BenchmarkError.notWhatWasAsked("a workflow without scenarios")
    }
    opening = Self.submission(first, of: machine, key: workflow.key, in: folder)
  }

  private static func submission(
    _ sent: Scenario.SentCommand,
    of machine: Machine,
    key: String,
    in folder: ScenarioFolder
  ) -> Submission {
    func number(_ name: String) -> String { folder.organisations[name]?.number ?? name }
    let inputs = sent.fields.map { name, input in
      if case .reference = machine.commands[sent.name]?.fields[name]?.kind, case .string(let organisation) = input {
        return (name, Input.string(number(organisation)))
      }
      return (name, input)
    }
    let actor = Actor(subject: sent.person, organisation: number(sent.organisation), roles: [sent.role])
    let command = Command(
      cause: .command(name: sent.name, by: actor),
      fields: Dictionary(uniqueKeysWithValues: inputs),
      ground: sent.ground
    )
    return Submission(target: .newCase(workflow: key), command: command, id: UUID().uuidString)
  }
}
