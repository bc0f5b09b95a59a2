import Crypto
public import Foundation
public import Postgres
public import StoreBase

/// Messages that could not be read, or not be said to be anybody's: kept until somebody has looked.
///
/// They are rows, not messages of a queue: the row, the note to the owner and, later, why it was dropped, are each one transaction;
/// and no name of a queue shows to others how many there are.
public struct DeadLetterStore: Sendable {
  let pool: PostgresPool
  let keyring: Keyring

  public init(_ pool: PostgresPool, keyring: Keyring) {
    self.pool = pool
    self.keyring = keyring
  }

  /// One of them, without its content.
  public struct Entry: Sendable, Hashable {
    public let id: Int64
    /// Whose queue it came by.
    public let organisation: String
    public let receivedAt: Date
    /// One word, that does not change.
    public let reason: String
    /// SHA-256 of the message, or of its first 256 KiB when it is larger, in hexadecimal digits.
    public let digest: String
    /// Whether it is to be handled once more.
    public let isToBeRetried: Bool
    /// Whether it waits for somebody; the others ended.
    public let isWaiting: Bool

    init(_ row: Row) throws(PostgresError) {
      id = try row[0]
      organisation = try row[1]
      receivedAt = Date(timeIntervalSince1970: Double(try row[2, as: Int64.self]))
      reason = try row[3]
      digest = try row[4, as: Data.self].hexadecimal
      isToBeRetried = try row[5]
      isWaiting = try row[6]
    }
  }

  /// So many of one organisation wait at most; of further ones their owner is told, and nothing is kept.
  package static let mostWaiting = 200
  /// For how many days content is kept that nobody dropped.
  package static let days = 90

  /// Keeps a message, and notifies its owner that it could not be read.
  /// - Returns: whether it was kept: not when ``mostWaiting`` of its owner wait.
  package func keep(
    _ record: DeadLetterRecord,
    of organisation: String,
    reason: String
  ) async throws(StoreError) -> Bool {
    let digest = Data(SHA256.hash(data: record.body))
    let content = try AuthenticatedCipher.seal(
      Data(record.text.utf8),
      key: keyring.administration,
      at: Self.place(organisation, digest)
    )
    return try await pool.store { connection in
      let kept = try connection.transaction([
        Queries.number.bind(), Queries.keep.bind(organisation, reason, digest, content, Self.mostWaiting),
        Queries.notify.bind(organisation, record.causation), Queries.forgetAttempts.bind(organisation, digest),
      ])
      return kept[1].affected == 1
    }
  }

  /// Counts an attempt at a message that was handed out before.
  /// - Returns: how many there were, this one included.
  package func attempt(_ body: [UInt8], of organisation: String) async throws(StoreError) -> Int {
    let digest = Data(SHA256.hash(data: body))
    return try await pool.store { connection in
      try connection.row(Queries.attempt.bind(organisation, digest))[0]
    }
  }

  /// The message was handled after all.
  package func forgetAttempts(_ body: [UInt8], of organisation: String) async throws(StoreError) {
    let digest = Data(SHA256.hash(data: body))
    try await pool.store { connection in _ = try connection.query(Queries.forgetAttempts.bind(organisation, digest)) }
  }

  /// Ends those whose term is over: their content goes, and that it did is on record.
  /// - Returns: the number of each, and its organisation.
  package func endOld() async throws(StoreError) -> [(id: Int64, organisation: String)] {
    try await pool.store { connection in
      try connection.query(Queries.endOld.bind(Self.days, DeadLetterEnding.retention.rawValue)).map { row in
        (id: try row[0], organisation: try row[1])
      }
    }
  }

  /// Those that wait, the oldest first.
  public func waiting(atMost limit: Int = 1_000) async throws(StoreError) -> [Entry] {
    try await pool.store { connection in
      try connection.query(Queries.waiting.bind(limit)).map { try Entry($0) }
    }
  }

  /// How many wait, by organisation; those without are not named.
  public func counts() async throws(StoreError) -> [String: Int] {
    try await pool.store { connection in
      let rows = try connection.query(Queries.counts.bind())
      return Dictionary(try rows.map { (try $0[0, as: String.self], try $0[1, as: Int.self]) }) { $1 }
    }
  }

  /// What dropping comes to.
  public enum DropAnswer: Sendable, Hashable {
    case dropped
    /// There is none of that number that waits.
    case notWaiting
    /// An instance is handling it once more, and may have carried it out by now.
    case underWay
  }

  /// Drops a message: its content goes, and who dropped it and why stays.
  public func drop(_ id: Int64, by whom: String, reason: String) async throws(StoreError) -> DropAnswer {
    let account = try StoredAccount(by: whom, reason: reason).sealed(at: Self.place(of: .dropped, id), keyring: keyring)
    return try await pool.store { connection in
      if try connection.query(Queries.drop.bind(id, account)).affected == 1 { return .dropped }
      return try connection.query(Queries.isWaiting.bind(id)).isEmpty ? .notWaiting : .underWay
    }
  }

  static func place(_ organisation: String, _ digest: Data) -> Data {
    Data("dead letter of \(organisation) ".utf8) + digest
  }

  private enum Queries {
    /// The transaction has a number before it takes an id of the outbox, as ``LowWaterMarks`` asks, whether or not it is kept.
    static let number = PreparedQuery("select pg_current_xact_id()")
    static let keep = PreparedQuery(
      """
      insert into dead_letter (organisation, reason, digest, content)
      select $1, $2, $3, $4
      where (select count(*) from dead_letter where organisation = $1 and settled_at is null) < $5
      """
    )
    static let attempt = PreparedQuery(
      """
      insert into inbox_attempt (organisation, digest, count) values ($1, $2, 1)
      on conflict (organisation, digest) do update set count = inbox_attempt.count + 1
      returning count
      """
    )
    static let forgetAttempts = PreparedQuery("delete from inbox_attempt where organisation = $1 and digest = $2")
    static let endOld = PreparedQuery(
      """
      with ended as (
        update dead_letter set settled_at = service_now(), outcome = 'ended', content = null, retry_at = null
        where settled_at is null and received_at < service_now() - $1 * interval '1 day'
        returning id, organisation
      ), noted as (
        insert into dead_letter_journal (dead_letter, kind, reason) select id, 'ended', $2::text from ended
      )
      select id, organisation from ended order by id
      """
    )
    static let notify = PreparedQuery(
      """
      insert into outbox (organisation, event, causation, recorded_at)
      values ($1, 'opdracht.onleesbaar', $2, service_now())
      """
    )
    static let waiting = PreparedQuery(
      """
      select id, organisation, extract(epoch from received_at)::bigint, reason, digest, retry_at is not null, true
      from dead_letter where settled_at is null order by id limit $1
      """
    )
    static let counts = PreparedQuery(
      "select organisation, count(*) from dead_letter where settled_at is null group by organisation"
    )
    static let drop = PreparedQuery(
      """
      with dropped as (
        update dead_letter set settled_at = service_now(), outcome = 'dropped', content = null, account = $2,
          retry_at = null
        where id = $1 and settled_at is null and (retry_at is null or attempts = 0 or retry_at <= clock_timestamp())
        returning id, account
      )
      insert into dead_letter_journal (dead_letter, kind, account) select id, 'dropped', account from dropped
      """
    )
    static let isWaiting = PreparedQuery("select from dead_letter where id = $1 and settled_at is null")
  }
}
