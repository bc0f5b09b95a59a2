import ArgumentParser
import CaseCore
import OrderedCollections
import Simulation
import WorkflowFiles

struct WorkflowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow",
    abstract: "Works on workflow files, and on their published versions.",
    subcommands: [
      Check.self, Simulate.self, Diagram.self, Schema.self, OpenAPI.self, Publish.self, List.self, Plan.self,
      Upgrade.self, Propose.self, ProposeUpgrade.self,
    ]
  )

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says everything that is wrong with a workflow, with file, line and column.",
      discussion: """
        First by its form; when that is sound, by looking at every situation that a case can come into.
        Example: casusregie workflow check workflows/aanvraag-omgevingsvergunning
        """
    )

    @Argument(help: "The folder of the workflow, or its file.")
    var folders: [String]

    func run() async throws {
      var broken = 0
      for folder in folders {
        do throws(WorkflowFileError) {
          broken += explore(try WorkflowFolder.loadAmongOthers(folder), folder)
        } catch {
          print(error)
          broken += error.faults.count
        }
      }
      guard broken == 0 else { throw Failure("\(broken) fault\(broken == 1 ? "" : "s")") }
    }

    /// - Returns: the number of faults.
    private func explore(_ file: WorkflowFile, _ folder: String) -> Int {
      let workflow = file.workflow
      let exploration = Exploration(workflow)
      let faults = file.located(exploration.findings.map(\.fault))
      faults.forEach { print($0) }
      if faults.isEmpty {
        let machines = workflow.machines.values
        let states = machines.map(\.states.count).reduce(0, +)
        let deadlines = machines.map(\.deadlines.count).reduce(0, +)
        print("\(folder): \(workflow.key) \(workflow.version) is sound: \(states) states, \(deadlines) deadlines")
      }
      print("\(folder): \(exploration.summary)")
      return faults.count
    }
  }
}
