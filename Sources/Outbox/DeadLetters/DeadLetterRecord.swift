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
