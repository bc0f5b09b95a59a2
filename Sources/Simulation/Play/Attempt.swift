package import CaseCore

/// A command that was given to the engine: on which case, when, and with what outcome.
package struct Attempt: Sendable {
  package let command: Command
  /// `nil` for the command that starts a case.
  let before: Case?
  package let at: Instant
  let outcome: Outcome

  /// The decision, when it was accepted.
  var decision: Decision? { if case .accepted(let decision) = outcome { decision } else { nil } }
}
