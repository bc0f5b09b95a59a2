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

/// Which guard of a version of a workflow: the transition that asks for it, and its place among that transition's requirements.
public struct GuardName: Hashable, Sendable, CustomStringConvertible {
  public var transition: TransitionName
  /// Counted from 0.
  public var index: Int

  public init(_ transition: TransitionName, _ index: Int) {
    self.transition = transition
    self.index = index
  }

  /// As `permit/grant/1/2`: machine, command, and the numbers of transition and guard, counted from 1 as people do. A transition
  /// in the case that one in a child leads to has a number more. Without the state: not everybody may know in which it is.
  public var description: String {
    let numbers = ([transition.index] + [transition.consequence, index].compactMap(\.self)).map { String($0 + 1) }
    return ([transition.machine, transition.command] + numbers).joined(separator: "/")
  }
}
