public import Postgres
public import StoreBase

/// The remembered answers, for whoever clears away the old ones.
public struct ReceiptStore: Sendable {
  /// For how many days a command that is sent again under its id gets the answer it got. After that the id is new.
  public static let days = 30

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Forgets the answers older than ``days``, some at a time so that commands do not wait for it.
  /// - Returns: how many were forgotten.
  @discardableResult
  public func forgetOld() async throws(StoreError) -> Int {
    var count = 0
    var last = 0
    repeat {
      last = try await pool.store { connection in
        try connection.query(Self.forget.bind(Self.days, Self.batch)).affected
      }
      count += last
    } while last == Self.batch
    return count
  }

  private static let batch = 1_000

  private static let forget = PreparedQuery(
    """
    delete from receipt where id in (
      select id from receipt where recorded_at < (select service_now()) - $1 * interval '1 day' limit $2)
    """
  )
}
