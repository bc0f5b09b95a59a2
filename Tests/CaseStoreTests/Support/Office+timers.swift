import CaseCore
import Foundation
import Postgres
import TestOffice

extension Office {
  /// The timers that have not fired, as the case has them.
  func runningTimers(_ instance: Case) -> [String] {
    instance.root.deadlines.flatMap { name, deadline in
      deadline.timers.enumerated().filter { !$0.element.isFired }
        .map { "\(name) \(deadline.generation) \($0.offset) \($0.element.at.microseconds)" }
    }.sorted()
  }

  /// The timers that still wait, in the same words.
  func runningTimers(_ id: UUID) async throws -> [String] {
    try await list(
      """
      select format('%s %s %s %s', deadline, generation, number, (extract(epoch from at) * 1000000)::bigint)
      from timer where case_id = \(id) and outcome is null
      """,
      as: String.self
    ).sorted()
  }
}
