public import CaseCore

/// A fault in a workflow that only an exploration of its cases shows.
public struct Finding: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No case ever enters the state.
    case unreachable
    /// The requirement never holds, or all requirements of a transition never hold together.
    case never
    /// Whenever its requirements hold, those of an earlier alternative do too.
    case hidden
    /// Two alternatives can hold at once, neither is the special case of the other, and they lead to different states.
    case ambiguous
    /// From some situation no end can be reached.
    case endless
  }

  public var kind: Kind
  /// The place and the fault, in Dutch.
  public var fault: WorkflowFault
  /// The commands and deadlines that lead there, when that helps.
  public var steps: [String]
}
