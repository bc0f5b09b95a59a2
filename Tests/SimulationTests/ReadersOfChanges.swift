import CaseCore
import OrderedCollections

@testable import Simulation

extension Step {
  /// The organisations that are shown something else of the case after it than before. Oversight looks, and is told what the workflow
  /// addresses to it.
  func readersOfChanges(by text: Workflow? = nil, except told: Set<String>) -> Set<String> {
    let (directory, calendar) = (environment.directory, environment.calendar)
    return after.readersOfChanges(
      since: before,
      by: Decider(workflow: text ?? environment.workflow, directory: directory, calendar: calendar, now: at),
      except: told
    )
  }
}

extension Case {
  /// The organisations that are shown something else of it than before. Oversight looks, and is told what the workflow addresses to it.
  func readersOfChanges(since before: Case?, by decider: Decider, except told: Set<String> = []) -> Set<String> {
    Set(
      instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation)
        .filter { number in
          guard !told.contains(number), var reader = decider.directory.organisations[number] else { return false }
          reader.roles = reader.roles.filter { decider.workflow.roles[$0]?.access != .oversight }
          return ReaderView(before, for: reader, by: decider) != ReaderView(self, for: reader, by: decider)
        }
    )
  }
}

/// Remembers who was shown something else after a step: histories go on from each other, and most of their steps are the same.
final class ReadersOfChanges {
  private struct Key: Hashable {
    let before: Case?
    let after: Case
    let at: Instant
    let organisations: [String: Organisation]
    let told: Set<String>
  }

  private let workflow: Workflow
  private var known: [Key: Set<String>] = [:]

  init(_ workflow: Workflow) { self.workflow = workflow }

  /// See ``Step/readersOfChanges(by:except:)``.
  subscript(step: Step, except told: Set<String>) -> Set<String> {
    let key = Key(
      before: step.before,
      after: step.after,
      at: step.at,
      organisations: step.environment.directory.organisations,
      told: told
    )
    if let readers = known[key] { return readers }
    let readers = step.readersOfChanges(by: workflow, except: told)
    known[key] = readers
    return readers
  }
}
