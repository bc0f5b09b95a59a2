package import Foundation

/// A message that could not be read, as it is kept.
package struct DeadLetterRecord: Sendable {
  package let body: Data
  /// The sender's id of the message, when it has one that can be one.
  package let causation: UUID?
  /// All of it, for people: JSON.
  package let text: String

  package init(body: Data, causation: UUID?, text: String) {
    self.body = body
    self.causation = causation
    self.text = text
  }
}

/// Why the service ended something of a dead letter by itself. The raw value is on record and does not change; the other reasons are those for
/// which a message cannot be read.
package enum DeadLetterEnding: String, Sendable, CaseIterable {
  /// Nobody dropped it until its term was over: its content is gone.
  case retention
  /// It was begun once more as often as that is done, and could not be handled: it waits again, for people.
  case retries
  /// What is kept of it cannot be opened or read: it waits again, for people.
  case damaged
}
