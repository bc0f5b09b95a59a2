/// What is wrong with the order to move cases, before any case is looked at.
public enum VersionMoveFault: Error, Hashable, Sendable {
  case otherWorkflow(String, String)
  case sameVersion(String)
  /// A state in the list of new names that the version does not have.
  case unknownState(String, version: String)
  /// One of the versions is not a checked workflow.
  case unchecked
}

extension VersionMoveFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherWorkflow(let from, let to): "\(from) and \(to) are different workflows"
    case .sameVersion(let version): "the cases are on version \(version) already"
    case .unknownState(let state, let version): "version \(version) has no state «\(state)»"
    case .unchecked: "a workflow that was not checked"
    }
  }
}
