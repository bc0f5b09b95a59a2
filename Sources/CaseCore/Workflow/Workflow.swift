public import OrderedCollections

/// A declared process: everything the engine knows about a kind of case. It is data, read from a file, checked before it is
/// used, and pinned by version to every case that began under it.
public struct Workflow: Hashable, Sendable {
  /// Names the workflow, e.g. in addresses and files: lower case, digits and hyphens.
  public var key: String
  /// A published version never changes; a changed workflow is a new version.
  public var version: String
  public var label: String
  public var roles: OrderedDictionary<String, Role>
  public var grounds: OrderedDictionary<String, Ground>
  public var machines: OrderedDictionary<String, Machine>
  /// The machine that a case is an instance of.
  public var root: String

  public init(
    key: String,
    version: String,
    label: String,
    roles: OrderedDictionary<String, Role>,
    grounds: OrderedDictionary<String, Ground>,
    machines: OrderedDictionary<String, Machine>,
    root: String
  ) {
    self.key = key
    self.version = version
    self.label = label
    self.roles = roles
    self.grounds = grounds
    self.machines = machines
    self.root = root
  }

  /// The root machine, or `nil` in a workflow that was not checked.
  public var rootMachine: Machine? { machines[root] }
}
