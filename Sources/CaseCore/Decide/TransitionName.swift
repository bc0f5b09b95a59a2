/// The name of a transition of a workflow: one that a command can cause, or one that such a transition causes in the case.
public struct TransitionName: Hashable, Sendable {
  public var machine: String
  /// `nil` for the start of a case, and for a transition that every state has.
  public var state: String?
  public var command: String
  /// The position among several transitions for one command, counted from 0.
  public var index: Int
  /// The position among several transitions that it causes in the case, counted from 0; `nil` for the transition itself.
  public var consequence: Int?

  public init(machine: String, state: String?, command: String, index: Int, consequence: Int? = nil) {
    self.machine = machine
    self.state = state
    self.command = command
    self.index = index
    self.consequence = consequence
  }
}

/// The name of a guard of a workflow version: its transition, and its position among the requirements of that transition.
public struct GuardName: Hashable, Sendable, CustomStringConvertible {
  public var transition: TransitionName
  /// Counted from 0.
  public var index: Int

  public init(_ transition: TransitionName, _ index: Int) {
    self.transition = transition
    self.index = index
  }

  /// For example `permit/grant/1/2`: machine, command, and the numbers of transition and guard, counted from 1 as people do.
  /// A transition that one in a child causes in the case has one number more. The state is left out, because not everybody
  /// may know it.
  public var description: String {
    let numbers = ([transition.index] + [transition.consequence, index].compactMap(\.self)).map { String($0 + 1) }
    return ([transition.machine, transition.command] + numbers).joined(separator: "/")
  }
}
