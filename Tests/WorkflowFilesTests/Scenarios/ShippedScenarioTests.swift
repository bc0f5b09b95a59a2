import Foundation
import Testing
import WorkflowFiles

/// Every scenario that ships with a workflow goes as it says. They are the workflow's own tests, and these run them. So does every one of a
/// version that was published, under which cases may run still.
@Suite struct ShippedScenarioTests {
  @Test(arguments: Shipped.workflows) func aWorkflowHasScenarios(_ folder: String) throws {
    #expect(try ScenarioFolder(folder).names.count > 0)
  }

  @Test(arguments: Shipped.scenarios + Shipped.former) func goesAsItSays(_ shipped: Shipped) throws {
    let workflow = try WorkflowFolder.load(shipped.folder).workflow
    let scenario = try ScenarioFolder(shipped.folder).scenario(shipped.scenario)
    #expect(scenario.steps.count > 0)
    for failure in ScenarioRun.failures(of: scenario, workflow: workflow) { Issue.record("\(failure)") }
  }

  @Test func thereAreWorkflowsAndScenarios() {
    #expect(Shipped.workflows.count > 0)
    #expect(Shipped.scenarios.count >= 10 && Shipped.former.count >= 80)
  }
}

/// A scenario under `workflows/`.
struct Shipped: CustomTestStringConvertible {
  var folder: String
  var scenario: String

  var testDescription: String {
    "\(folder == Kept.casework ? "former " : "")\(URL(fileURLWithPath: folder).lastPathComponent)/\(scenario)"
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("workflows").path

  /// The folders with a workflow.
  static let workflows: [String] = {
    // Without the folder there are none, and a test says so.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { "\(root)/\($0)" }.filter {
      FileManager.default.fileExists(atPath: "\($0)/\(WorkflowFolder.fileName)")
    }
  }()

  /// A folder whose scenarios cannot be listed has none here; the test of its folder tells why.
  static let scenarios: [Shipped] = workflows.flatMap(scenarios(of:))

  /// Those of the casework as it was published before.
  static let former = scenarios(of: Kept.casework)

  private static func scenarios(of folder: String) -> [Shipped] {
    ((try? ScenarioFolder(folder))?.names ?? []).map { Shipped(folder: folder, scenario: $0) }
  }
}
