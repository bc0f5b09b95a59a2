public import CaseCore
public import Foundation
public import Tracing

/// A command with its way in.
public struct Submission: Sendable {
  public enum Target: Sendable, Hashable {
    /// A new case under the current version of a workflow.
    case newCase(workflow: String)
    /// A case by the id under which the sender's organisation knows it.
    case alias(UUID)
  }

  public var target: Target
  public var command: Command
  /// The sender's id of the command: sent again under the same id, it has one effect and gets the same answer.
  public var id: String?
  /// What is told of the answer in the same transaction, by an event to the sender's organisation; `nil` for a sender that waits
  /// for the answer itself.
  public var reply: Reply?
  /// It was answered before, and is here only for that answer: without one it is not carried out, and may be given again as a new
  /// one. What depends on the time was not looked at.
  public var isRepetition = false
  /// The span that its work belongs to; `nil` when nobody records it.
  public var trace: InstrumentationContext?

  public init(target: Target, command: Command, id: String? = nil, reply: Reply? = nil) {
    self.target = target
    self.command = command
    self.id = id
    self.reply = reply
  }
}

extension Submission {
  /// Whether a refusal is an answer, to be given again whenever the command comes again.
  ///
  /// Only what was decided about a case is one. That there is no such case, or that a new one cannot begin so, is what this
  /// instance knows at this moment: another may know the workflow already, and a case may be shared the next minute. Nor is it one that
  /// the sender signed in at too low a level: the same command comes again with another token.
  func keeps(_ refusal: Refusal) -> Bool {
    switch (refusal, target) {
    case (.unknownCase, _), (.unknownCommand, .newCase), (.insufficientAuthentication, _): false
    default: true
    }
  }
}
