package import Foundation
import Postgres
public import StoreBase

/// A dead letter that is handled once more, as it came: a key that was missing may be there now. The instances do that; whoever asks
/// only leaves word, so it goes through the same hands as any other message. What became of it stays on record.
extension DeadLetterStore {
  /// What asking comes to.
  public enum RetryAnswer: Sendable, Hashable {
    case asked
    /// There is none of that number that waits.
    case notWaiting
    /// Its content is gone, or was never there as a whole.
    case incomplete
  }

  /// One that somebody asked for.
  package struct Retry: Sendable {
    package let id: Int64
    package let organisation: String
    /// How often it was begun, this time included.
    package let attempts: Int
    /// As ``DeadLetterRecord/text``; `nil` when what is kept cannot be opened.
    package let text: Data?
  }

  /// For how long nobody else begins it: then the one that did is gone, or it could not be handled.
  private static let pause = Duration.seconds(60)
  /// Of what is larger than a command may be, only the beginning is kept.
  private static let truncated = "too-large"

  /// Asks for a message to be handled once more.
  /// - Parameter whom: who asks; kept encrypted, with what is on record of the message.
  public func askRetry(_ id: Int64, by whom: String) async throws(StoreError) -> RetryAnswer {
    let account = try StoredAccount(by: whom).sealed(at: Self.place(of: .retryAsked, id), keyring: keyring)
    return try await pool.store { connection in
      guard let row = try connection.query(RetryQueries.state.bind(id)).first else { return .notWaiting }
      guard try row[0, as: Bool.self], try row[1, as: String.self] != Self.truncated else { return .incomplete }
      return try connection.query(RetryQueries.ask.bind(id, account)).affected == 1 ? .asked : .notWaiting
    }
  }

  /// Takes the next one that was asked for.
  package func claimRetry() async throws(StoreError) -> Retry? {
    try await pool.store { connection in
      guard let row = try connection.query(RetryQueries.claim.bind(Self.pause.inMilliseconds)).first else { return nil }
      let (organisation, digest): (String, Data) = (try row[1], try row[2])
      return Retry(
        id: try row[0],
        organisation: organisation,
        attempts: try row[4],
        text: try opened(row[3], at: Self.place(organisation, digest))
      )
    }
  }

  /// - Returns: `nil` for what somebody else wrote there: that does not get better by trying.
  func opened(_ sealed: Data, at place: Data) throws -> Data? {
    do {
      return try AuthenticatedCipher.open(sealed, key: keyring.administration, at: place, "a dead letter")
    } catch StoreError.corrupt { return nil }
  }

  /// It cannot be handled now, for a reason that lies elsewhere: it goes on waiting for its turn, and this was no attempt.
  package func postponeRetry(_ id: Int64) async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(RetryQueries.postpone.bind(id)) }
  }

  /// It was handled: answered, whatever the answer. Its content goes.
  package func settle(_ id: Int64) async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(RetryQueries.settle.bind(id)) }
  }

  /// It cannot be handled this time either, and waits again.
  /// - Parameter reason: why, in one word: as that for which it cannot be read, or a ``DeadLetterEnding``. It is on record too.
  package func endRetry(_ id: Int64, reason: String) async throws(StoreError) {
    try await pool.store { connection in _ = try connection.query(RetryQueries.end.bind(id, reason)) }
  }

  private enum RetryQueries {
    static let state = PreparedQuery(
      "select content is not null, reason from dead_letter where id = $1 and settled_at is null"
    )
    static let ask = PreparedQuery(
      """
      with asked as (
        update dead_letter set retry_at = clock_timestamp(), attempts = 0
        where id = $1 and settled_at is null and content is not null
        returning id
      )
      insert into dead_letter_journal (dead_letter, kind, account) select id, 'retry-asked', $2 from asked
      """
    )
    static let claim = PreparedQuery(
      """
      update dead_letter set retry_at = clock_timestamp() + $1 * interval '1 millisecond', attempts = attempts + 1
      where id = (
        select id from dead_letter where retry_at <= clock_timestamp() order by retry_at limit 1 for update skip locked)
      returning id, organisation, digest, content, attempts
      """
    )
    static let postpone = PreparedQuery(
      "update dead_letter set attempts = greatest(attempts - 1, 0) where id = $1 and retry_at is not null"
    )
    static let settle = PreparedQuery(
      """
      with handled as (
        update dead_letter set settled_at = service_now(), outcome = 'handled', content = null, retry_at = null
        where id = $1 and settled_at is null
        returning id
      )
      insert into dead_letter_journal (dead_letter, kind) select id, 'handled' from handled
      """
    )
    static let end = PreparedQuery(
      """
      with ended as (
        update dead_letter set retry_at = null, reason = $2 where id = $1 and settled_at is null returning id, reason
      )
      insert into dead_letter_journal (dead_letter, kind, reason) select id, 'retry-ended', reason from ended
      """
    )
  }
}
