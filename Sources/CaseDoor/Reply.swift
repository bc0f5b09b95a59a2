public import Foundation
package import Postgres
public import StoreBase

/// The answer to a command as an event to its sender's organisation: written in the transaction of what the command did, so that
/// neither is without the other.
public struct Reply: Sendable {
  let organisation: String
  /// The sender's id of the command.
  let causation: UUID
  private let content: @Sendable (Answer) throws -> Data

  /// - Parameter content: what the event says of the answer, encrypted for the recipient.
  public init(
    to organisation: String,
    causation: UUID,
    content: @escaping @Sendable (Answer) throws -> Data
  ) {
    self.organisation = organisation
    self.causation = causation
    self.content = content
  }

  /// Puts it in the outbox, in a transaction of its own or after others.
  func statements(_ answer: Answer) throws -> [Statement] { statements(saying: try content(answer)) }

  /// The same, of an answer that is not the door's.
  package func statements(saying content: Data) -> [Statement] {
    [Self.number.bind(), Self.insert.bind(organisation, Self.event, causation, content)]
  }

  /// One word for yes and no: whoever sees events go by does not learn which.
  private static let event = "opdracht.afgehandeld"

  /// The transaction has a number before it takes an id of the outbox, as `LowWaterMarks` asks. As a part of the next statement
  /// PostgreSQL would leave it out, because nothing is done with it.
  private static let number = PreparedQuery("select pg_current_xact_id()")
  private static let insert = PreparedQuery(
    """
    insert into outbox (organisation, event, causation, content, recorded_at) values ($1, $2, $3, $4, service_now())
    """
  )
}
