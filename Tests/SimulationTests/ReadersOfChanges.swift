import CaseCore
import OrderedCollections

@testable import Simulation

extension Step {
  /// The organisations that the API shows something else of the case after it than before. Oversight looks, and is told what the workflow
  /// addresses to it.
  func readersOfChanges(except told: Set<String>) -> Set<String> {
    let decider = environment.decider(at: at)
    return Set(
      after.instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation)
        .filter { number in
          guard !told.contains(number), var reader = decider.directory.organisations[number] else { return false }
          reader.roles = reader.roles.filter { decider.workflow.roles[$0]?.access != .oversight }
          return ReaderView(before, for: reader, by: decider) != ReaderView(after, for: reader, by: decider)
        }
    )
  }
}
