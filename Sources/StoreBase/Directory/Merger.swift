public import CaseCore
import Foundation
import Postgres

/// An organisation that is merged into another, or was.
public struct Merger: Sendable, Hashable {
  public let former: String
  public let successor: String
  /// The proposal that was approved.
  public let proposal: Int64
  public let begunAt: Instant
  /// When the former took part in nothing any more; `nil` while it goes over.
  public let endedAt: Instant?

  /// Shows that the service wrote it: only who has the secret can make it.
  static func seal(_ former: String, into successor: String, proposal: Int64, keyring: Keyring) -> Data {
    keyring.code(keyring.directory, ["merger", former, successor, "\(proposal)"])
  }

  static let columns = "former, successor, proposal, begun_at, ended_at, seal"

  /// - Parameter row: with ``columns``.
  /// - Throws: ``StoreError/corrupt(_:)`` for one that somebody else wrote.
  init(_ row: Row, keyring: Keyring) throws {
    (former, successor, proposal) = (try row[0], try row[1], try row[2])
    begunAt = Instant(try row[3, as: PostgresTimestamp.self])
    endedAt = try row[4, as: PostgresTimestamp?.self].map(Instant.init)
    guard try row[5, as: Data.self] == Self.seal(former, into: successor, proposal: proposal, keyring: keyring) else {
      throw StoreError.corrupt("the merger of \(former)")
    }
  }
}
