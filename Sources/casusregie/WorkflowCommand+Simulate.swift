import ArgumentParser
import CaseCore
import WorkflowFiles

extension WorkflowCommand {
  struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Plays the scenarios of a workflow, without a database.",
      discussion: "Example: casusregie workflow simulate workflows/pga-radicalisering"
    )

    @Argument(help: "The folder of the workflow.")
    var folder: String

    func run() async throws {
      var broken = 0
      do throws(WorkflowFileError) {
        let workflow = try WorkflowFolder.load(folder).workflow
        let scenarios = try ScenarioFolder(folder)
        for name in scenarios.names {
          do throws(WorkflowFileError) {
            let failures = ScenarioRun.failures(of: try scenarios.scenario(name), workflow: workflow)
            failures.forEach { print($0) }
            broken += failures.count
          } catch {
            print(error)
            broken += error.faults.count
          }
        }
      } catch {
        print(error)
        broken += error.faults.count
      }
      guard broken == 0 else { throw Failure("\(broken) failure\(broken == 1 ? "" : "s")") }
    }
  }
}
