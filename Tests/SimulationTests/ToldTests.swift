import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

@testable import Simulation

extension OneAtATime {
  /// Whoever may read something that a step changes is told of the step.
  @Suite struct ToldTests {
    private static let seed: UInt64 =
      ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))

    @Test(arguments: Shipped.workflows) func whoSeesAChangeIsTold(_ folder: String) throws {
      var histories = try Histories(folder, seed: Self.seed)
      var seen: Set<Case> = []
      for number in 1...(histories.scenarios.count + 60) {
        let isScenario = number <= histories.scenarios.count
        let history = isScenario ? histories.scenarios[number - 1] : histories.next(steps: 40)
        // Scenarios and walks go on from others: each step is looked at once.
        for step in history.steps where seen.insert(step.after).inserted {
          let untold = step.readersOfChanges(except: Set(step.decision.notices.map(\.organisation)))
          #expect(untold == [], "seed \(Self.seed), history \(number), \(step.command.cause)")
        }
      }
      #expect(seen.count > 500)
    }
  }
}

extension Step {
  /// The organisations that are shown something else of the case after it than before. Oversight looks, and is told what the workflow
  /// addresses to it.
  func readersOfChanges(by text: Workflow? = nil, except told: Set<String>) -> Set<String> {
    let workflow = text ?? environment.workflow
    let (directory, calendar) = (environment.directory, environment.calendar)
    let decider = Decider(workflow: workflow, directory: directory, calendar: calendar, now: at)
    return Set(
      after.instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation)
        .filter { number in
          guard !told.contains(number), var reader = environment.directory.organisations[number] else { return false }
          reader.roles = reader.roles.filter { workflow.roles[$0]?.access != .oversight }
          return ReaderView(before, for: reader, by: decider) != ReaderView(after, for: reader, by: decider)
        }
    )
  }
}
