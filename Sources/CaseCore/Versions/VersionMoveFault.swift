/// A fault in the order to move cases, found before any case is read.
public enum VersionMoveFault: Error, Hashable, Sendable {
  case otherWorkflow(String, String)
  case sameVersion(String)
  /// The root machine has another key: no case can become that.
  case otherRoot(String, String)
  /// A state in the list of new names that the version does not have.
  case unknownState(String, machine: String, version: String)
  /// The new name is another state: one that the old version has as well, or that only another joint decision leads into.
  case otherState(String, String, machine: String)
  /// One state has two new names.
  case twoNames(String, machine: String)
  /// The new version says that a part had this name, and the old version has neither name.
  case unknownFormerName(String, of: String, machine: String?, version: String)
  /// The old version has both names: two parts do not become one.
  case formerNameTaken(String, of: String, machine: String?, version: String)
}

extension VersionMoveFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherWorkflow(let from, let to): "\(from) and \(to) are different workflows"
    case .sameVersion(let version): "the cases are on version \(version) already"
    case .otherRoot(let from, let to): "the root machine is «\(from)» in one version and «\(to)» in the other"
    case .unknownState(let state, let machine, let version):
      "machine «\(machine)» of version \(version) has no state «\(state)»"
    case .otherState(let old, let new, let machine):
      "«\(new)» of machine «\(machine)» is another state and not a new name of «\(old)»"
    case .twoNames(let state, let machine): "state «\(state)» of machine «\(machine)» was given two new names"
    case .unknownFormerName(let old, let new, let machine, let version):
      "version \(version) has neither «\(old)» nor «\(new)»\(machine.map { " in machine «\($0)»" } ?? "")"
    case .formerNameTaken(let old, let new, let machine, let version):
      "version \(version) has both «\(old)» and «\(new)»\(machine.map { " in machine «\($0)»" } ?? "")"
    }
  }
}
