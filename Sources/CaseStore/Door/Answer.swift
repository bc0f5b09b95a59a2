public import CaseCore
public import Foundation

/// What the door answers. Kept encrypted: a refusal repeats the names that the sender used, whatever they are.
public enum Answer: Sendable, Hashable {
  /// - Parameters:
  ///   - alias: the id under which the sender's organisation knows the case; `nil` for the clock.
  ///   - revision: the revision that the command made.
  case accepted(alias: UUID?, revision: Int64, state: String)
  case refused(Refusal)
  /// A deadline that no longer runs: nothing happened.
  case lapsed
  /// The sender's id was used before, for another command.
  case reusedID
}
