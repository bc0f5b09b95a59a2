import CaseCore
import Foundation
import Testing
import WorkflowFiles

/// How often a case stood still before is counted where those who decide can read it: a scenario cannot say so itself.
@Suite struct StalledCaseTests {
  @Test func eachTimeItStandsStillTheTimesBeforeAreCounted() throws {
    let folder = "\(Shipped.root)/pga-radicalisering"
    let workflow = try WorkflowFolder.load(folder).workflow
    let scenario = try ScenarioFolder(folder).scenario("tweede-impasse")
    var before: [Value?] = []
    let failures = ScenarioRun.failures(of: scenario, workflow: workflow, calendar: .standard) { attempt in
      guard case .accepted(let decision) = attempt.outcome, attempt.before?.root.state != "impasse",
        decision.result.root.state == "impasse"
      else { return }
      before.append(decision.result.root.facts["eerdere-impasses"])
    }
    #expect(failures.isEmpty)
    #expect(before == [.number(0), .number(1), .number(2)])
    #expect(workflow.counted(in: workflow.root).contains("eerdere-impasses"))
  }
}
