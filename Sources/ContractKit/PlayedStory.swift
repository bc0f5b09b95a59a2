import CaseCore
import WorkflowFiles

/// A scenario of a workflow, as one of its organisations hears of it.
struct PlayedStory {
  /// So that there is something to lose.
  private static let fewest = 8

  /// What the organisation that is told most is told, in order.
  let words: [String]
  let workflow: Workflow

  /// A short story is told more than once.
  /// - Parameter workflow: the folder of the workflow.
  init(_ story: String, of workflow: String) throws {
    let published = try WorkflowFolder.load(workflow).workflow
    var told: [String: [String]] = [:]
    _ = ScenarioRun.failures(
      of: try ScenarioFolder(workflow).scenario(story),
      workflow: published,
      calendar: .standard
    ) {
      guard case .accepted(let decision) = $0.outcome else { return }
      for notice in decision.notices { told[notice.organisation, default: []].append(notice.event) }
    }
    let most = told.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value ?? []
    guard !most.isEmpty else { throw ContractKit.Failure(description: "nobody is told anything in \(story)") }
    self.workflow = published
    words = Array(repeatElement(most, count: (Self.fewest + most.count - 1) / most.count).joined())
  }
}
