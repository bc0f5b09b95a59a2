public import Foundation
package import Postgres
public import StoreBase

/// An answer as an event to the organisation that asked. That to a command is written in the transaction of what the command did,
/// so that neither is without the other.
public struct Reply: Sendable {
  let organisation: String
  /// The sender's id of the command.
  let causation: UUID
  private let event: String
  private let content: @Sendable (Answer) throws -> Data

  /// - Parameter content: what the event says of the answer, encrypted for the recipient.
  public init(
    to organisation: String,
    causation: UUID,
    content: @escaping @Sendable (Answer) throws -> Data
  ) {
    self.organisation = organisation
    self.causation = causation
    event = Self.handled
    self.content = content
  }

  /// Of a command that did not come to the door: its content is given when it is written.
  package init(to organisation: String, causation: UUID) {
    self.init(to: organisation, causation: causation) { _ in Data() }
  }

  /// The answer to a question.
  package init(toQuestion causation: UUID, of organisation: String) {
    self.organisation = organisation
    self.causation = causation
    event = Self.answered
    content = { _ in Data() }
  }

  /// What is put in the outbox with all that the command did.
  func row(_ answer: Answer) throws -> ReplyRow { row(saying: try content(answer)) }

  /// Puts an answer that is not the door's in the outbox.
  package func statement(saying content: Data) -> Statement {
    CaseWriting.statement([], replies: [row(saying: content)])
  }

  private func row(saying content: Data) -> ReplyRow {
    ReplyRow(organisation: organisation, event: event, causation: causation, content: content)
  }

  /// One word for yes and no: whoever sees events go by does not learn which.
  private static let handled = "opdracht.afgehandeld"
  private static let answered = "vraag.beantwoord"
}
