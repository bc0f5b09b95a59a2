import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

/// A workflow to draw: the small one, the small one with labels that mean something to every format, or one that is shipped.
struct Subject: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var workflow: Workflow

  static var all: [Subject] {
    get throws { try [small, begunInTwoWays, hostile] + shipped }
  }

  static var small: Subject {
    get throws { Subject(testDescription: "small", workflow: try Permit.workflow) }
  }

  /// The small one, that can also begin in another state.
  static var begunInTwoWays: Subject {
    get throws {
      var workflow = try Permit.workflow
      workflow.machines["aanvraag"]?.commands["melden"] = CommandDefinition(
        label: "Melden",
        roles: ["vth"],
        grounds: ["apv"]
      )
      workflow.machines["aanvraag"]?.starts.append(
        .init(command: "melden", transition: Transition(target: "overleg"))
      )
      return Subject(testDescription: "begun in two ways", workflow: workflow)
    }
  }

  /// Nothing of it may be taken for a tag, an arrow, an entity, a comment or the end of anything.
  static let barb = #"<b>&amp;"x': --> ;#35; %% {y} [z] <!-- </svg> \N ]]> end note"#

  static var hostile: Subject {
    get throws {
      var workflow = try Permit.workflow
      workflow.label += barb
      for key in workflow.roles.keys { workflow.roles[key]?.label += barb }
      for machine in workflow.machines.keys { workflow.machines[machine]?.embitter(with: barb) }
      return Subject(testDescription: "hostile", workflow: workflow)
    }
  }

  static var shipped: [Subject] {
    get throws {
      try folders.map {
        Subject(testDescription: $0.lastPathComponent, workflow: try WorkflowFolder.load($0.path).workflow)
      }
    }
  }

  /// The folders of the workflows that come with the service.
  static var folders: [URL] {
    get throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let workflows = root.appending(path: "workflows")
      let names = try FileManager.default.contentsOfDirectory(atPath: workflows.path).sorted()
      let folders = names.map { workflows.appending(path: $0) }
      return folders.filter { FileManager.default.fileExists(atPath: $0.appending(path: "workflow.yaml").path) }
    }
  }
}

extension Machine {
  fileprivate mutating func embitter(with barb: String) {
    label += barb
    for key in states.keys { states[key]?.label += barb }
    for key in commands.keys { commands[key]?.label += barb }
    for key in deadlines.keys { deadlines[key]?.label += barb }
    for key in facts.keys { facts[key]?.label += barb }
  }
}
