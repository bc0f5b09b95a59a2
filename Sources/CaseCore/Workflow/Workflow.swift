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
  /// The choice fact of the case that tells one type of case from another, so that administrators can set deadlines by type;
  /// `nil` where all cases are of one type.
  public var caseType: String?
  /// Whether each case gets a name that people say to one another; see ``CaseName``.
  public var namesCases: Bool
  /// What an organisation meets before it is given some roles, each with its label; the directory has until when.
  public var conditions: OrderedDictionary<String, String>
  /// The identities by which two cases about one person are found.
  public var matches: OrderedDictionary<String, IdentityMatch>

  public init(
    key: String,
    version: String,
    label: String,
    roles: OrderedDictionary<String, Role>,
    grounds: OrderedDictionary<String, Ground>,
    machines: OrderedDictionary<String, Machine>,
    root: String,
    caseType: String? = nil,
    namesCases: Bool = false,
    conditions: OrderedDictionary<String, String> = [:],
    matches: OrderedDictionary<String, IdentityMatch> = [:]
  ) {
    self.key = key
    self.version = version
    self.label = label
    self.roles = roles
    self.grounds = grounds
    self.machines = machines
    self.root = root
    self.caseType = caseType
    self.namesCases = namesCases
    self.conditions = conditions
    self.matches = matches
  }

  /// The root machine, or `nil` in a workflow that was not checked.
  public var rootMachine: Machine? { machines[root] }

  /// The types of case there are, in the order of the workflow.
  public var caseTypes: [Field.Option] {
    guard let fact = caseType.flatMap({ rootMachine?.facts[$0] }), case .choice(let options) = fact.kind else {
      return []
    }
    return options
  }

  /// The type of a case; `nil` where there are no types, or it has none yet.
  public func type(of instance: Case) -> String? {
    guard let caseType, case .choice(let type)? = instance.root.facts[caseType] else { return nil }
    return type
  }

  /// The grounds on which a command can rest on that day, in the order in which the command names them.
  public func grounds(of definition: CommandDefinition, validOn day: CivilDate) -> [String] {
    definition.grounds.filter { grounds[$0]?.isValid(on: day) ?? false }
  }

  /// The states in which a case is over.
  public var finalStates: [String] { rootMachine?.states.filter(\.value.isFinal).map(\.key) ?? [] }
}
