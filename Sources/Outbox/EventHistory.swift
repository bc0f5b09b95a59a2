import CaseCore
package import Foundation
public import Postgres
package import StoreBase

/// What an organisation was told, for one that asks again: the same events, under the same ids and numbers, as long as they are kept.
public struct EventHistory: Sendable {
  /// How far an organisation was told.
  package struct Standing: Sendable, Hashable {
    package let epoch: Epoch
    /// The number of the last event that the broker has confirmed; 0 before the first.
    package let last: Int64
    /// The oldest number that is still kept; `nil` when none is.
    package let oldest: Int64?
    /// The epochs before it, the first one first: whoever did not hear of one in between sees here that it was.
    package let former: [Epoch]

    package init(epoch: Epoch, last: Int64, oldest: Int64?, former: [Epoch] = []) {
      (self.epoch, self.last, self.oldest, self.former) = (epoch, last, oldest, former)
    }
  }

  /// An event that an organisation was told.
  package struct Told: Sendable {
    package let id: UUID
    package let number: Int64
    /// Whether its case is no more, so that it only keeps its place.
    package let isDestroyed: Bool
    /// As it is sent, in UTF-8.
    package let json: [UInt8]
  }

  /// How many events a page has at most.
  public static let page = 500

  private let pool: PostgresPool
  private let source: EventSource

  public init(_ pool: PostgresPool, from source: EventSource) {
    self.pool = pool
    self.source = source
  }

  /// - Returns: `nil` for an organisation that is told nothing.
  package func standing(of organisation: String) async throws(StoreError) -> Standing? {
    try await pool.store(readingFor: organisation) { connection in
      let answers = try connection.pipeline([Queries.standing.bind(organisation), Queries.former.bind(organisation)])
      return try answers[0].first.map { row in
        Standing(
          epoch: Epoch(name: try row[0], start: try row[1]),
          last: try row[2],
          oldest: try row[3],
          former: try answers[1].map { Epoch(name: try $0[0], start: try $0[1]) }
        )
      }
    }
  }

  /// The events with these numbers that the broker has confirmed, in their order: each as it was sent, in UTF-8. One whose case was
  /// destroyed since keeps its number, and says no more than that.
  /// - Returns: at most ``page`` of them.
  package func events(
    of organisation: String,
    from first: Int64,
    to last: Int64
  ) async throws(StoreError) -> [Told] {
    try await pool.store(readingFor: organisation) { connection in
      try connection.query(Queries.events.bind(organisation, first, last, Self.page)).map { row in
        let event = OutboxEvent(
          id: try row[0],
          sequence: try row[1],
          subject: try row[2],
          event: try row[3],
          recordedAt: Instant(try row[4, as: PostgresTimestamp.self]),
          answer: try row[5, as: UUID?.self].map { .init(causation: $0, content: try row[6]) },
          asksAcknowledgement: try row[10],
          isForReceipt: try row[11]
        )
        let epoch = Epoch(name: try row[7], start: try row[8])
        let isDestroyed = try row[9] || event.isEmptied
        return Told(
          id: event.id,
          number: event.sequence,
          isDestroyed: isDestroyed,
          json: CloudEvent.json(event, in: epoch, from: source, isDestroyed: isDestroyed)
        )
      }
    }
  }

  private enum Queries {
    static let standing = PreparedQuery(
      """
      select epoch, epoch_start, confirmed_sequence,
        (select min(sequence) from outbox where outbox.organisation = recipient.organisation and sequence is not null)
      from recipient join organisation on number = recipient.organisation and removed_at is null
      where recipient.organisation = $1
      """
    )
    static let former = PreparedQuery(
      "select epoch, first_sequence from recipient_epoch where organisation = $1 order by epoch"
    )
    static let events = PreparedQuery(
      """
      select told.event_id, told.sequence, told.subject, told.event, told.recorded_at, told.causation, told.content,
        coalesce(former.epoch, recipient.epoch), coalesce(former.first_sequence, recipient.epoch_start),
        told.case_id is not null and content_is_gone(told.case_id),
        told.asks_acknowledgement, told.for_receipt
      from recipient
      join organisation on organisation.number = recipient.organisation and removed_at is null
      join outbox told on told.organisation = recipient.organisation
      left join lateral (
        select epoch, first_sequence from recipient_epoch
        where recipient_epoch.organisation = recipient.organisation and told.sequence < recipient.epoch_start
          and first_sequence <= told.sequence
        order by epoch desc limit 1) former on true
      where recipient.organisation = $1 and told.sequence between $2 and $3
        and told.sequence <= recipient.confirmed_sequence
      order by told.sequence limit $4
      """
    )
  }
}
