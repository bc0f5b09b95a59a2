/// One entry of a case's journal: what happened, by whom, on which ground, and what it changed.
public struct Entry: Hashable, Sendable {
  /// What made the entry.
  public enum Cause: Hashable, Sendable {
    case command(String)
    /// A timer of a deadline. It was due at this moment, which can be well before the entry.
    case deadline(String, timer: Int, due: Instant)
    /// The move to another version of the workflow.
    case upgraded(from: String, to: String)
    /// Administrators changed deadlines, in this revision of their settings.
    case configured(revision: Int64)
    /// An organisation was merged into another, which comes in its place.
    case merged(String, into: String)
    /// It came with a child from another case, where this command made it.
    case transferred(String)
    /// Another case may be about the same person, by this identity of the workflow.
    case matched(String)
  }

  /// Counts from 1, without gaps.
  public var revision: Int64
  public var at: Instant
  public var cause: Cause
  /// The child that the entry is about; `nil` for the case itself. The states of the entry are then those of that child.
  public var child: String?
  /// The person who gave the command; `nil` for the clock and for what administrators do to all cases.
  public var actor: Actor?
  /// The role in which the command was given.
  public var role: String?
  /// For which organisations the actor has the role, by a mandate.
  public var onBehalfOf: [String]
  public var ground: String
  public var from: String
  public var to: String
  /// The roles that may read the entry; see ``EntryReaders``.
  public var audience: [String]
  /// The organisations that may read it too, because its sender named them.
  public var sharedWith: NamedReaders?
  public var fields: [String: Value]
  public var changes: [Change]

  public init(
    revision: Int64,
    at: Instant,
    cause: Cause,
    child: String? = nil,
    actor: Actor?,
    role: String?,
    ground: String,
    from: String,
    to: String,
    audience: [String],
    sharedWith: NamedReaders? = nil,
    fields: [String: Value],
    changes: [Change],
    onBehalfOf: [String] = []
  ) {
    self.revision = revision
    self.at = at
    self.cause = cause
    self.child = child
    self.actor = actor
    self.role = role
    self.onBehalfOf = onBehalfOf
    self.ground = ground
    self.from = from
    self.to = to
    self.audience = audience
    self.sharedWith = sharedWith
    self.fields = fields
    self.changes = changes
  }
}

extension Entry {
  /// The children that the entry made.
  public var began: [String] {
    changes.compactMap { if case .began(let child, _) = $0 { child } else { nil } }
  }
}
