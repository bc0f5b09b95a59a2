package import CaseCore

/// A command that was put to the engine: on which case, when, and what came of it.
package struct Attempt: Sendable {
  package let command: Command
  /// `nil` for the command that makes a case.
  let before: Case?
  package let at: Instant
  let outcome: Outcome

  /// What was accepted.
  var decision: Decision? { if case .accepted(let decision) = outcome { decision } else { nil } }
}
