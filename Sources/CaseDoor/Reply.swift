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

  /// Puts it in the outbox, in a transaction of its own or after others.
  func statements(_ answer: Answer) throws -> [Statement] { statements(saying: try content(answer)) }

  /// The same, of an answer that is not the door's.
  package func statements(saying content: Data) -> [Statement] {
    [Self.number.bind(), Self.insert.bind(organisation, event, causation, content)]
  }

  /// One word for yes and no: whoever sees events go by does not learn which.
  private static let handled = "opdracht.afgehandeld"
  private static let answered = "vraag.beantwoord"

  /// The transaction has a number before it takes an id of the outbox, as `LowWaterMarks` asks. As a part of the next statement
  /// PostgreSQL would leave it out, because nothing is done with it.
  private static let number = PreparedQuery("select pg_current_xact_id()")
  private static let insert = PreparedQuery(
    """
    insert into outbox (organisation, event, causation, content, recorded_at) values ($1, $2, $3, $4, service_now())
    """
  )
}
