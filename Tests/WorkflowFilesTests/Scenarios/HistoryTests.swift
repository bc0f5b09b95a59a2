import CaseCore
import Foundation
import Testing
import WorkflowFiles

/// What every scenario led to when its version of the workflow was written down, entry by entry. Whoever changes a workflow sees
/// in the difference what that does to cases; whoever changes the engine sees that it does nothing.
///
/// `CASUSREGIE_WRITE_HISTORIES=1 swift test --filter HistoryTests` writes them anew, but for those of a version that was published.
@Suite struct HistoryTests {
  private static let isWriting = ProcessInfo.processInfo.environment["CASUSREGIE_WRITE_HISTORIES"] != nil

  @Test(arguments: Shipped.workflows + [Kept.casework]) func everyScenarioHasItsHistory(_ folder: String) throws {
    let isWriting = Self.isWriting && folder != Kept.casework
    let workflow = try WorkflowFolder.load(folder).workflow
    let scenarios = try ScenarioFolder(folder)
    let kept = URL(fileURLWithPath: "\(folder)/scenarios/histories/\(workflow.version)")
    if isWriting { try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true) }
    #expect(!scenarios.names.isEmpty)
    for name in scenarios.names {
      let history = ScenarioRun.history(of: try scenarios.scenario(name), workflow: workflow)
      let text = history.joined(separator: "\n") + "\n"
      let file = kept.appendingPathComponent("\(name).txt")
      if isWriting { try Data(text.utf8).write(to: file) }
      let before = try #require(try? String(contentsOf: file, encoding: .utf8), "there is no history of \(name)")
      #expect(text == before, "\(name)")
    }
  }
}
