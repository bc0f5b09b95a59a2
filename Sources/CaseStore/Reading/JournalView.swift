public import CaseCore

/// The part of a journal that is for one reader.
public struct JournalView: Sendable {
  /// The case as it is now: it names states, commands and grounds.
  public let view: CaseView
  /// In the order of their revisions.
  public let entries: [ReadEntry]
  /// Read on after this revision; `nil` at the end.
  public let next: Int64?
}

/// A journal entry as its reader may see it.
public struct ReadEntry: Sendable, Hashable {
  public let revision: Int64
  public let at: Instant
  public let cause: Entry.Cause
  /// The child that it is about; `nil` for the case itself.
  public let child: String?
  /// Who acted; `nil` for the clock.
  public let organisation: String?
  public let role: String?
  /// The person, for readers of the same organisation.
  public let subject: String?
  public let ground: String
  public let from: String
  public let to: String
  public let fields: [String: Value]
}
