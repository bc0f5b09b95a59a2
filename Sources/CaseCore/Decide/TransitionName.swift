/// Which transition of a workflow: one that a command can lead to, or one that such a transition leads to in the case.
public struct TransitionName: Hashable, Sendable {
  public var machine: String
  /// `nil` for the start of a case, and for a transition that every state has.
  public var state: String?
  public var command: String
  /// Of several for one command, counted from 0.
  public var index: Int
  /// What it led to in the case, of several counted from 0; `nil` for itself.
  public var consequence: Int?

  public init(machine: String, state: String?, command: String, index: Int, consequence: Int? = nil) {
    self.machine = machine
    self.state = state
    self.command = command
    self.index = index
    self.consequence = consequence
  }
}
