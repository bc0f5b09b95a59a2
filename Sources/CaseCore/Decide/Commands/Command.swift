import OrderedCollections

/// A request to change a case, from any sender and any entrance.
public struct Command: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// A command of the workflow, given by a person.
    case command(name: String, by: Actor)
    /// The clock: a timer of a deadline of the case, or of one of its children, is due.
    case deadline(DeadlineName, generation: Int, timer: Int)
    /// A command on another case moves a child here: how it was made, and, with the child that it became, what was added to it.
    case transferred(Transfer, Transfer.Line)
    /// The service: another case may be about the same person, by this identity of the workflow. The organisation knows more of it.
    case matched(String, with: String)
  }

  public var cause: Cause
  /// The child that a person's command is for; `nil` for the case itself.
  public var child: String?
  public var fields: [String: Input]
  /// The ground that the sender names, where the workflow leaves a choice.
  public var ground: String?
  /// The other cases that ``fields`` name, by the text that names each: those that the sender may know of. Whoever carries out the
  /// command has looked for them.
  public var otherCases: [String: OtherCase] = [:]
  /// The name of the case that it begins, if its workflow gives names: drawn by whoever carries it out.
  public var caseName: String?
  /// The revisions that the sender may have seen; the command is refused on any other. `nil` accepts the case as it is.
  public var expectedRevisions: Set<Int64>?

  public init(
    cause: Cause,
    child: String? = nil,
    fields: [String: Input] = [:],
    ground: String? = nil,
    expectedRevisions: Set<Int64>? = nil
  ) {
    self.cause = cause
    self.child = child
    self.fields = fields
    self.ground = ground
    self.expectedRevisions = expectedRevisions
  }

  /// On the one revision that its sender saw.
  public init(
    cause: Cause,
    child: String? = nil,
    fields: [String: Input] = [:],
    ground: String? = nil,
    expectedRevision: Int64?
  ) {
    self.init(
      cause: cause,
      child: child,
      fields: fields,
      ground: ground,
      expectedRevisions: expectedRevision.map { [$0] }
    )
  }
}

extension Command {
  /// The levels at which the person who gives it signed in.
  var levels: Set<String> { if case .command(_, let actor) = cause { actor.authentication } else { [] } }
}

/// A field as it was received, before it is checked against its type.
public indirect enum Input: Hashable, Sendable {
  case string(String)
  case number(Int64)
  case list([Input])
  case null
  /// Something that no field accepts: a fraction, a truth value, an object.
  case other
}
