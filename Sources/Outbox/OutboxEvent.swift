public import CaseCore
public import Foundation
import Postgres

/// One event for one recipient, under the number that it has for good.
public struct OutboxEvent: Sendable, Hashable {
  /// The same in every copy that is sent.
  public let id: UUID
  /// Without gaps per recipient, from 1.
  public let sequence: Int64
  /// The id under which the recipient knows the case; `nil` for an event of the service itself.
  public let subject: UUID?
  /// What happened, in a neutral word.
  public let event: String
  public let recordedAt: Instant
  /// What it answers, when it is an answer to a command; of a reminder, the event that has to be acknowledged.
  public let answer: Answer?
  /// Its recipient has to acknowledge it.
  public let asksAcknowledgement: Bool
  /// All that the recipient may know of the case is its receipt.
  public let isForReceipt: Bool

  /// An answer, for its recipient alone.
  public struct Answer: Sendable, Hashable {
    /// The id of the command, by its sender.
    public let causation: UUID
    /// Encrypted for the recipient (JOSE, compact), in UTF-8; `nil` when nothing could be encrypted.
    public let content: Data?

    public init(causation: UUID, content: Data?) {
      self.causation = causation
      self.content = content
    }
  }

  /// Of an answer to a question the content goes soon after it was told: asked again, it is answered again.
  var isEmptied: Bool { event == "vraag.beantwoord" && answer?.content == nil }

  public init(
    id: UUID,
    sequence: Int64,
    subject: UUID?,
    event: String,
    recordedAt: Instant,
    answer: Answer? = nil,
    asksAcknowledgement: Bool = false,
    isForReceipt: Bool = false
  ) {
    self.id = id
    self.sequence = sequence
    self.subject = subject
    self.event = event
    self.recordedAt = recordedAt
    self.answer = answer
    self.asksAcknowledgement = asksAcknowledgement
    self.isForReceipt = isForReceipt
  }
}

/// The next events of a recipient, in the order of their numbers.
public struct OutboxBatch: Sendable {
  /// How many events a batch has at most.
  public static let limit = 500

  public let events: [OutboxEvent]
  /// When they were read, by the clock that also gave them ``OutboxEvent/recordedAt``.
  public let readAt: Instant

  /// There may be more.
  public var isFull: Bool { events.count == Self.limit }
}
