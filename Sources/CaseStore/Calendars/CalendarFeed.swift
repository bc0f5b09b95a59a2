public import CaseCore
public import Foundation

/// An address under which one person's calendar program gets the deadlines of one role. The address has a secret in it, which
/// is not kept: only its hash is.
public struct CalendarFeed: Sendable, Hashable {
  public let id: UUID
  /// The role whose deadlines it gives.
  public let role: String
  public let madeAt: Instant
  /// From then on the address gives nothing.
  public let validUntil: Instant
  /// To the minute; `nil` when it never was.
  public let lastUsedAt: Instant?
}
