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
