public import CaseCore

/// Something about a workflow that only shows when its cases are followed.
public struct Finding: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No case ever comes into the state.
    case unreachable
    /// The requirement, or all of a transition's together, never hold.
    case never
    /// Whenever its requirements hold, those of an earlier alternative do too.
    case hidden
    /// Two alternatives can hold at once, neither is the special case of the other, and they lead to different states.
    case ambiguous
    /// From some situation no end can be reached any more.
    case endless
  }

  public var kind: Kind
  /// Where, and what, in Dutch.
  public var fault: WorkflowFault
  /// The commands and deadlines that lead there, when it helps to know.
  public var steps: [String]
}
