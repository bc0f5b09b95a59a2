public import CaseCore
public import Foundation

/// One event about a case for one organisation, as the record has it: who was told what, when, and as whom.
public struct Disclosure: Sendable, Hashable {
  public let organisation: String
  /// The id under which the organisation knows the case.
  public let alias: UUID
  /// The journal entry that it was told of.
  public let revision: Int64
  /// The last part of the event's type.
  public let event: String
  /// The ground of the entry.
  public let ground: String
  public let recordedAt: Instant
  /// Its number in the organisation's queue; `nil` while it waits for a relay.
  public let sequence: Int64?
  /// Whether the broker has it for the organisation.
  public let isConfirmed: Bool
  /// The minute in which the broker confirmed it; `nil` while it did not, and for what was confirmed by a release that did not note it.
  public let confirmedAt: Instant?
  /// Whether the organisation has to acknowledge it.
  let asksAcknowledgement: Bool
  /// The roles in which it was told, in order: those of its roles then that the entry was for, or all of them when the event was addressed
  /// to it otherwise. None when the journal can no longer be read.
  public internal(set) var roles: [String]
}

/// What is on record of whom entries of a case were told.
public struct DisclosurePage: Sendable {
  /// In the order of the entries.
  public var disclosures: [Disclosure] = []
  /// The entries of which events were removed when their retention was over. How many there were, and for whom, is known no longer.
  public var removed: [RemovedDisclosures] = []
  /// Read on after this entry; `nil` at the end.
  public var next: Int64?
}

/// An entry of which events were removed.
public struct RemovedDisclosures: Sendable, Hashable {
  public let revision: Int64
  public let recordedAt: Instant
}
