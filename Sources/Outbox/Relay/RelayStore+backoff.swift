import Postgres
public import Retrying
import StoreBase

/// The relay's back-off: how long a recipient that cannot be reached is left alone, and the database when it does not answer.
extension RelayStore {
  /// Of the relay while the database does not answer.
  public static let databaseBackoff = Backoff(first: .milliseconds(100), longest: .seconds(5))

  /// Of a recipient, unless another is given to the store.
  public static let recipientBackoff = Backoff(first: .milliseconds(250), longest: .seconds(30))

  /// Gives the lease back after a failure: nobody tries again before a pause that doubles with every failure in a row.
  /// - Parameter trouble: why, in one word, for whoever asks how the recipient is.
  /// - Returns: how many failures in a row there were.
  @discardableResult
  public func backOff(
    _ lease: RelayLease,
    confirmed: Int64,
    trouble: String? = nil
  ) async throws(RelayStoreError) -> Int {
    // While the lease lasts nobody else changes either number.
    let failures = confirmed > lease.confirmed ? 1 : lease.failures + 1
    let rows = try await write(
      RelayQueries.backOff.bind(
        lease.token,
        lease.organisation,
        confirmed,
        failures,
        backoff.pause(afterFailures: failures).inMilliseconds,
        trouble
      )
    )
    guard !rows.isEmpty else { throw .leaseLost }
    return failures
  }
}
