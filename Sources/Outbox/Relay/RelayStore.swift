import CaseCore
import Foundation
public import Postgres
public import Retrying
public import StoreBase

/// What relays read and write: who must be told something, by which relay, and how far each recipient has come.
///
/// ```
///            claim                number                    publish, confirmed
///  waiting ─────────► leased ──────────────► told (numbered) ─────────────────► number again, marking the former batch
///                        │                                                        │ nothing left
///                        └── taken by another after its end: leaseLost            ▼
///                                                                              released
/// ```
///
/// Any number of relays work on one database. A lease lets one of them at a time work for a recipient; it is a token that
/// every write checks, so a relay that was frozen past the end of its lease cannot number or mark anything. A number,
/// once given, is kept before its event is sent: after a crash the same events go out under the same numbers.
public final class RelayStore: Sendable {
  private let pool: PostgresPool
  /// How long a relay that says nothing keeps its recipient.
  public let leaseLength: Duration
  let backoff: Backoff
  private let lowWaterMarks = LowWaterMarks()

  /// - Parameters:
  ///   - lease: ``leaseLength``; it begins anew with every batch.
  ///   - backoff: for a recipient that could not be served. The database keeps how often and until when, for all relays.
  public init(
    _ pool: PostgresPool,
    lease: Duration = .seconds(15),
    backoff: Backoff = recipientBackoff
  ) {
    self.pool = pool
    leaseLength = lease
    self.backoff = backoff
  }

  /// Takes a recipient that has something to be told, is nobody's and does not pause; the one served longest ago first.
  /// - Returns: `nil` when there is none.
  public func claim() async throws(RelayStoreError) -> RelayLease? {
    let token = UUID()
    let statement = RelayQueries.claim.bind(token, leaseLength.inMilliseconds)
    let rows: Rows
    do {
      rows = try await pool.store { connection in try connection.query(statement) }
    } catch {
      throw .store(error)
    }
    return try read {
      try rows.first.map { row in
        RelayLease(
          organisation: try row[0],
          queue: try row[1],
          confirmed: try row[2],
          failures: try row[3],
          epoch: Epoch(name: try row[4], start: try row[5]),
          isOfThisHistory: try row[6],
          token: token
        )
      }
    }
  }

  /// Marks what the broker has confirmed and gives the events after those in hand, each under its number for good.
  /// - Parameters:
  ///   - confirmed: the last number of which all up to it are confirmed.
  ///   - after: the last number that the relay holds already.
  ///   - endsIfEmpty: gives the lease back when there is nothing to tell.
  public func number(
    _ lease: RelayLease,
    confirmed: Int64,
    after: Int64,
    endsIfEmpty: Bool = false
  ) async throws(RelayStoreError) -> OutboxBatch {
    let mark = lowWaterMarks.mark(of: lease.organisation, in: lease.epoch.name)
    let statement = RelayQueries.number.bind(
      lease.token,
      lease.organisation,
      confirmed,
      after,
      leaseLength.inMilliseconds,
      mark?.id,
      mark?.transaction,
      endsIfEmpty
    )
    let rows: Rows
    do {
      // Never with another statement that writes: see the query.
      rows = try await pool.store { connection in
        try connection.pipeline([RelayQueries.withKnownPlan.bind(), statement])[1]
      }
    } catch {
      throw .store(error)
    }
    guard let first = rows.first else { throw .leaseLost }
    return try read {
      try note(first, of: lease, used: mark)
      return OutboxBatch(events: try Self.events(rows), readAt: Instant(try first[0, as: PostgresTimestamp.self]))
    }
  }

  /// Lets the lease begin anew, for a relay that waits for the broker.
  public func renew(_ lease: RelayLease) async throws(RelayStoreError) {
    let rows = try await write(
      RelayQueries.renew.bind(lease.token, lease.organisation, leaseLength.inMilliseconds)
    )
    guard !rows.isEmpty else { throw .leaseLost }
  }

  /// Marks what the broker has confirmed and gives the lease back.
  public func release(_ lease: RelayLease, confirmed: Int64) async throws(RelayStoreError) {
    let rows = try await write(RelayQueries.release.bind(lease.token, lease.organisation, confirmed))
    guard !rows.isEmpty else { throw .leaseLost }
  }

  /// Begins an epoch, when the database was restored or another server goes on with it: see ``Epoch``. All leases end with it.
  /// - Returns: its name; `nil` when there was no need, or another relay was first.
  public func followHistory() async throws(RelayStoreError) -> String? {
    do {
      return try await pool.store { connection in try connection.row(RelayQueries.followHistory.bind())[0] }
    } catch {
      throw .store(error)
    }
  }

  /// Begins an epoch in any case. All leases end with it.
  /// - Returns: its name.
  public func beginEpoch() async throws(StoreError) -> String {
    try await pool.store { connection in try connection.row(RelayQueries.beginEpoch.bind())[0] }
  }

  /// What events go back to in the operator's traces, by their numbers: `traceparent` of W3C Trace Context. Most have none.
  public func traceparents(of events: [OutboxEvent], for lease: RelayLease) async throws(StoreError) -> [Int64: String]
  {
    guard let first = events.first, let last = events.last else { return [:] }
    let statement = TraceLink.select(lease.organisation, from: first.sequence, through: last.sequence)
    return try await pool.store { connection in
      try connection.query(statement).reduce(into: [:]) { $0[try $1[0, as: Int64.self]] = try $1[1, as: String.self] }
    }
  }

  /// What waits, of all recipients, by organisation.
  public func statistics() async throws(StoreError) -> [OutboxStatistics] {
    try await pool.store { connection in try connection.query(OutboxStatistics.select.bind()).map(OutboxStatistics.init)
    }
  }

  func write(_ statement: Statement) async throws(RelayStoreError) -> Rows {
    do {
      return try await pool.store { connection in
        try connection.pipeline([RelayQueries.withoutFlush.bind(), statement])[1]
      }
    } catch {
      throw .store(error)
    }
  }

  private func read<Value>(_ body: () throws -> Value) throws(RelayStoreError) -> Value {
    do {
      return try body()
    } catch let error as PostgresError {
      throw .unreadable(.database(error))
    } catch {
      throw .unreadable(.corrupt("\(type(of: error))"))
    }
  }

  private func note(_ row: Row, of lease: RelayLease, used: LowWaterMarks.Mark?) throws(PostgresError) {
    let transaction = try row[1, as: Int64.self]
    let found = try row[2, as: Int64?.self].map {
      LowWaterMarks.Mark(id: $0, transaction: transaction, epoch: lease.epoch.name)
    }
    lowWaterMarks.note(lease.organisation, used: try row[3, as: Bool.self] ? used : nil, found: found)
  }

  private static func answer(_ row: Row) throws(PostgresError) -> OutboxEvent.Answer? {
    guard let causation = try row[9, as: UUID?.self] else { return nil }
    return .init(causation: causation, content: try row[10])
  }

  private static func events(_ rows: Rows) throws(PostgresError) -> [OutboxEvent] {
    var events: [OutboxEvent] = []
    events.reserveCapacity(rows.count)
    for row in rows {
      guard let id = try row[4, as: UUID?.self] else { continue }
      events.append(
        OutboxEvent(
          id: id,
          sequence: try row[5],
          subject: try row[6],
          event: try row[7],
          recordedAt: Instant(try row[8, as: PostgresTimestamp.self]),
          answer: try answer(row),
          asksAcknowledgement: try row[11],
          isForReceipt: try row[12]
        )
      )
    }
    return events
  }
}
