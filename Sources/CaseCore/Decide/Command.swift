import OrderedCollections

/// Something that someone wants to happen to a case, whoever sends it and by whatever entrance.
public struct Command: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// A command of the workflow, given by a person.
    case given(name: String, by: Actor)
    /// The clock: a rung of a deadline has come.
    case deadline(name: String, generation: Int, rung: Int)
  }

  public var cause: Cause
  public var fields: [String: Input]
  /// The ground the sender rests on, where the workflow leaves a choice.
  public var ground: String?
  /// The revision the sender saw; a command on an older one is refused. `nil` takes the case as it is.
  public var expectedRevision: Int64?

  public init(cause: Cause, fields: [String: Input] = [:], ground: String? = nil, expectedRevision: Int64? = nil) {
    self.cause = cause
    self.fields = fields
    self.ground = ground
    self.expectedRevision = expectedRevision
  }
}
