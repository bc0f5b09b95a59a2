import Foundation
public import Postgres
public import StoreBase

/// Removes what is done with and old: events that their recipients were told, timers that were settled. The journal keeps what
/// happened; these rows only saw to it that it was told and done.
///
/// The service's role may remove neither by itself. The functions of the schema that it calls look at each row again: an event
/// that is still to be sent, and a timer that waits, stay however old they are.
public struct RetentionStore: Sendable {
  /// A row is kept for so many days at least, whatever is asked.
  public static let fewestDays = 30

  private let pool: PostgresPool
  private let batch: Int

  /// - Parameter batch: how many rows one transaction looks at: nobody waits for it long.
  public init(_ pool: PostgresPool, batch: Int = 1_000) {
    self.pool = pool
    self.batch = batch
  }

  /// - Parameter days: for how long after it was recorded an event is kept.
  /// - Returns: how many were removed; 0 also while another instance is at it.
  @discardableResult
  public func removeConfirmedEvents(olderThan days: Int) async throws(StoreError) -> Int {
    var count = 0
    var last: Int64? = 0
    while let after = last {
      let row = try await pool.store { [batch] connection in
        try connection.query(Queries.events.bind(days, after, batch))[0]
      }
      do {
        count += try row[0, as: Int.self]
        last = try row[1, as: Int64?.self]
      } catch { throw .database(error) }
    }
    return count
  }

  /// Removes what was answered to questions of partners, a day after they were told; of one that was removed and is told nothing any more,
  /// a day after it was recorded. The events keep their places.
  /// - Returns: how many were emptied.
  @discardableResult
  public func emptyAnswers() async throws(StoreError) -> Int {
    var count = 0
    while true {
      let some = try await pool.store { [batch] connection in try connection.query(Queries.answers.bind(batch)).affected
      }
      count += some
      guard some == batch else { return count }
    }
  }

  /// - Parameter days: for how long after it was settled a timer is kept.
  /// - Returns: how many were removed.
  @discardableResult
  public func removeSettledTimers(olderThan days: Int) async throws(StoreError) -> Int {
    var count = 0
    var last: TimerKey? = .first
    while let after = last {
      let row = try await pool.store { [batch] connection in
        let statement = Queries.timers.bind(days, after.caseID, after.deadline, after.generation, after.number, batch)
        return try connection.query(statement)[0]
      }
      do {
        count += try row[0, as: Int.self]
        last = try TimerKey(row, from: 1)
      } catch { throw .database(error) }
    }
    return count
  }

  /// Removes what was acknowledged, and what was answered to those who began a case and may know nothing more of it. What was not
  /// acknowledged stays, however old.
  /// - Parameter days: for how long after that.
  /// - Returns: how many of both were removed.
  @discardableResult
  public func removeAcknowledgementsAndReceipts(olderThan days: Int) async throws(StoreError) -> Int {
    try await inBatches(Queries.acknowledgements.bind(days, batch)) + inBatches(Queries.receipts.bind(days, batch))
  }

  private func inBatches(_ statement: Statement) async throws(StoreError) -> Int {
    var count = 0
    while true {
      let some = try await pool.store { connection in try connection.row(statement)[0, as: Int.self] }
      count += some
      guard some == batch else { return count }
    }
  }

  /// Removes the addresses of calendars that are no longer valid, of whomever: who left makes no new one.
  /// - Returns: how many were removed.
  @discardableResult
  public func removeExpiredAddresses() async throws(StoreError) -> Int {
    try await pool.store { connection in try connection.query(Queries.addresses.bind()).affected }
  }

  /// Removes what events go back to in the operator's traces, a day after they were recorded.
  /// - Returns: how many were removed.
  @discardableResult
  public func removeTraceLinks() async throws(StoreError) -> Int { try await inBatches(Queries.traceLinks.bind(batch)) }

  /// Where a batch ended.
  private struct TimerKey {
    let caseID: UUID
    let deadline: String
    let generation: Int
    let number: Int

    /// Before all others.
    static let first = TimerKey(
      caseID: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
      deadline: "",
      generation: 0,
      number: 0
    )

    private init(caseID: UUID, deadline: String, generation: Int, number: Int) {
      (self.caseID, self.deadline, self.generation, self.number) = (caseID, deadline, generation, number)
    }

    init?(_ row: Row, from column: Int) throws(PostgresError) {
      guard let caseID = try row[column, as: UUID?.self] else { return nil }
      self.caseID = caseID
      deadline = try row[column + 1]
      generation = try row[column + 2]
      number = try row[column + 3]
    }
  }

  private enum Queries {
    static let acknowledgements = PreparedQuery("select remove_acknowledgements($1, $2)")
    static let receipts = PreparedQuery(
      """
      with gone as (
        delete from submission_receipt where id in (
          select id from submission_receipt
          where recorded_at < (select service_now()) - $1 * interval '24 hours' limit $2)
        returning 1
      )
      select count(*) from gone
      """
    )
    static let traceLinks = PreparedQuery(
      """
      with gone as (
        delete from trace_link where (id, revision, organisation) in (
          select id, revision, organisation from trace_link
          where recorded_at < clock_timestamp() - interval '1 day' order by recorded_at limit $1)
        returning 1
      )
      select count(*) from gone
      """
    )
    static let addresses = PreparedQuery("delete from calendar_feed where valid_until < service_now()")
    static let answers = PreparedQuery(
      """
      update outbox set content = null where id in (
        select outbox.id from outbox join recipient using (organisation)
        where event = 'vraag.beantwoord' and content is not null and recorded_at < service_now() - interval '1 day'
          and (sequence <= confirmed_sequence
            or exists (select from organisation where number = outbox.organisation and removed_at is not null))
        order by recorded_at limit $1)
      """
    )
    static let events = PreparedQuery("select total, last from remove_confirmed_events($1, $2, $3)")
    static let timers = PreparedQuery(
      """
      select total, last_case, last_deadline, last_generation, last_number
      from remove_settled_timers($1, $2, $3, $4, $5, $6)
      """
    )
  }
}
