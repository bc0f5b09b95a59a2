public import Foundation
public import Postgres
public import StoreBase

/// When organisations were last seen to read the queue of their events. The broker does not keep that; the instances that check the
/// queues write it down.
public struct ReadingStore: Sendable {
  /// What is known of one.
  public struct Reading: Sendable, Hashable {
    /// By the service's clock; `nil` for one that was not seen to read yet.
    public let readAt: Date?
    /// For how many seconds that is ago.
    package let age: Double?
    /// How many numbered events had left its queue at most.
    package let taken: Int64

    package init(readAt: Date?, age: Double?, taken: Int64) {
      (self.readAt, self.age, self.taken) = (readAt, age, taken)
    }
  }

  /// What a check of a queue showed.
  package struct Observation: Sendable, Hashable {
    package let organisation: String
    package let taken: Int64
    package let hasRead: Bool

    package init(organisation: String, taken: Int64, hasRead: Bool) {
      (self.organisation, self.taken, self.hasRead) = (organisation, taken, hasRead)
    }
  }

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// By organisation; one whose queue was never checked is not among them.
  public func all() async throws(StoreError) -> [String: Reading] {
    try await pool.store { connection in
      let rows = try connection.query(Queries.all.bind())
      return Dictionary(
        try rows.map { row in
          let microseconds: Int64? = try row[1]
          let ago: Int64? = try row[2]
          let reading = Reading(
            readAt: microseconds.map { Date(timeIntervalSince1970: Double($0) / 1e6) },
            age: ago.map { Double($0) / 1e6 },
            taken: try row[3]
          )
          return (try row[0, as: String.self], reading)
        }
      ) { $1 }
    }
  }

  package func record(_ observations: [Observation]) async throws(StoreError) {
    guard !observations.isEmpty else { return }
    try await pool.store { connection in
      _ = try connection.transaction(
        observations.map { Queries.record.bind($0.organisation, $0.taken, $0.hasRead) }
      )
    }
  }

  private enum Queries {
    static let all = PreparedQuery(
      """
      select organisation, (extract(epoch from read_at) * 1000000)::bigint,
        (extract(epoch from service_now() - read_at) * 1000000)::bigint, taken
      from partner_reading order by organisation
      """
    )
    static let record = PreparedQuery(
      """
      insert into partner_reading as known (organisation, taken, read_at)
      values ($1, $2, case when $3 then service_now() end)
      on conflict (organisation) do update
      set taken = excluded.taken, read_at = coalesce(excluded.read_at, known.read_at)
      """
    )
  }
}
