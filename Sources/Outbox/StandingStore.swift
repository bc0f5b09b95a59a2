public import CaseCore
public import Postgres
public import StoreBase

/// How far each recipient was told, to be said to all of them now and then: what is lost at the end of a queue shows by
/// nothing that follows.
public struct StandingStore: Sendable {
  /// What one recipient is told.
  public struct Recipient: Sendable, Hashable {
    public let organisation: String
    public let queue: String
    /// Where its events went before, as long as that may have some of them.
    public let formerQueue: String?
    package let standing: EventHistory.Standing
  }

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// The recipients, when it is time to tell them. Of several instances that ask, one gets them.
  /// - Parameter interval: since they were last told, in real time. Whoever asks before it is over gets nothing.
  /// - Returns: with the moment, by the service's clock; `nil` when it is not time.
  public func due(after interval: Duration) async throws(StoreError) -> (recipients: [Recipient], at: Instant)? {
    try await pool.store { connection in
      let answers = try connection.transaction([Queries.take.bind(interval.inMilliseconds), Queries.recipients.bind()])
      guard let taken = answers[0].first else { return nil }
      let recipients = try answers[1].map { row in
        Recipient(
          organisation: try row[0],
          queue: try row[1],
          formerQueue: try row[5],
          standing: .init(epoch: Epoch(name: try row[2], start: try row[3]), last: try row[4], oldest: nil)
        )
      }
      return (recipients, Instant(try taken[0, as: PostgresTimestamp.self]))
    }
  }

  private enum Queries {
    static let take = PreparedQuery(
      """
      update standing set told_at = clock_timestamp()
      where told_at <= clock_timestamp() - $1 * interval '1 millisecond'
      returning service_now()
      """
    )
    /// Their numbers are read after the moment was taken: each is in the queue before what is said of it.
    static let recipients = PreparedQuery(
      """
      select organisation, queue, epoch, epoch_start, confirmed_sequence, former_queue from recipient
      where suspended_at is null order by organisation
      """
    )
  }
}
