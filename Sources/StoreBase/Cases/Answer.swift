public import DutchMessages
public import Foundation

/// What the door answers. Kept encrypted: a refusal repeats the names that the sender used, whatever they are.
public enum Answer: Sendable, Hashable {
  case accepted(Accepted)
  case refused(RefusalMessage)
  /// A deadline that no longer runs: nothing happened.
  case lapsed
  /// The sender's id was used before, for another command.
  case reusedID

  /// What a command came to.
  public struct Accepted: Sendable, Hashable {
    /// The id under which the sender's organisation knows the case; `nil` for the clock.
    public var alias: UUID?
    /// The revision that the command made.
    public var revision: Int64
    /// The state afterwards, of the case or of the child that the command was for.
    public var state: String
    /// The children that it made, by id.
    public var children: [String]
    /// The sender's organisation may know no more of the case than this: it reads it under the same id as a receipt.
    public var isReceipt: Bool

    public init(alias: UUID?, revision: Int64, state: String, children: [String] = [], isReceipt: Bool = false) {
      self.alias = alias
      self.revision = revision
      self.state = state
      self.children = children
      self.isReceipt = isReceipt
    }
  }
}
