/// A command that went over a queue, and how it ended.
package struct QueuedOutcome: Hashable, Sendable {
  package let command: String
  /// The code of the refusal; `nil` when the command was carried out.
  package let refusal: String?

  package init(_ command: String, refusal: String?) { (self.command, self.refusal) = (command, refusal) }
}
