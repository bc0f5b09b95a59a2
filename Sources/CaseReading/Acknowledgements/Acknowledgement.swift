public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// An event that an organisation has to acknowledge, and whether it did.
public struct Acknowledgement: Sendable, Hashable {
  /// Whether an organisation can be reminded.
  public enum Reach: String, Sendable, CaseIterable {
    case reachable
    /// Shut out of the broker for a time.
    case suspended
    /// It has no queue.
    case unconnected
    /// It takes part no more.
    case removed
  }

  public let event: UUID
  /// Who has to acknowledge it, or did: who was told, or its successor when that was merged meanwhile.
  public let organisation: String
  /// The id under which the organisation that was told knows, or knew, the case. It means the case for a successor too.
  public let alias: UUID
  /// The journal entry that it was told of.
  public let revision: Int64
  /// The last part of the event's type.
  public let type: String
  public let recordedAt: Instant
  public let reminders: Int
  /// When it was last told.
  public let toldAt: Instant
  /// `nil` while it was not acknowledged.
  public let acknowledgedAt: Instant?
  /// When a person ended it; `nil` while nobody did.
  public let closedAt: Instant?
  private let account: Data?
  public let reach: Reach

  /// A row of ``AcknowledgementQueries``.
  init(_ row: Row) throws(PostgresError) {
    event = try row[0]
    organisation = try row[1]
    alias = try row[2]
    revision = try row[3]
    type = try row[4]
    recordedAt = Instant(try row[5, as: PostgresTimestamp.self])
    reminders = try row[6]
    toldAt = Instant(try row[7, as: PostgresTimestamp.self])
    acknowledgedAt = try row[8, as: PostgresTimestamp?.self].map(Instant.init)
    closedAt = try row[9, as: PostgresTimestamp?.self].map(Instant.init)
    account = try row[10, as: Data?.self]
    reach = Reach(rawValue: try row[11]) ?? .unconnected
  }

  /// Who ended it, and why; `nil` while nobody did.
  public func closing(_ keyring: Keyring) throws(StoreError) -> (by: String, reason: String)? {
    guard let account else { return nil }
    return try ClosedAcknowledgement.read(account, of: event, keyring: keyring)
  }
}
