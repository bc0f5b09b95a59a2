public import OrderedCollections

/// What a command leads to in a state, when its requirements hold.
public struct Transition: Hashable, Sendable {
  public var requirements: [Requirement]
  /// The next state; `nil` stays, without leaving and entering again.
  public var target: String?
  public var assign: OrderedDictionary<String, Value>
  public var joins: [Join]
  /// Deadlines that begin again, with a new generation.
  public var restarts: [String]
  public var notices: [Notice]
  /// Destroys the content of the case: what remains is a journal that can still be verified, of which nothing can be read.
  public var erases: Bool

  public init(
    requirements: [Requirement] = [],
    target: String? = nil,
    assign: OrderedDictionary<String, Value> = [:],
    joins: [Join] = [],
    restarts: [String] = [],
    notices: [Notice] = [],
    erases: Bool = false
  ) {
    self.requirements = requirements
    self.target = target
    self.assign = assign
    self.joins = joins
    self.restarts = restarts
    self.notices = notices
    self.erases = erases
  }

  /// A guard, with what to say to someone whom it stops.
  public struct Requirement: Hashable, Sendable {
    public var `guard`: Guard
    public var otherwise: String

    public init(_ guard: Guard, otherwise: String) {
      self.guard = `guard`
      self.otherwise = otherwise
    }
  }

  /// Makes organisations a party of the case.
  public struct Join: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
      /// The organisation that gave the command, in the role in which it gave it.
      case sender
      /// Every organisation of the case's region that holds the role.
      case region
      /// The organisations named in a reference field of the command.
      case field(String)
    }

    /// The role in which they join. `nil`: the sender in the role of the command, an organisation named in a field in those of
    /// its roles that the field asks for.
    public var role: String?
    public var source: Source

    public init(role: String?, source: Source) {
      self.role = role
      self.source = source
    }
  }

  /// An event to roles that the state's audience does not have, or of another type than the usual one.
  public struct Notice: Hashable, Sendable {
    public var event: String
    public var roles: [String]

    public init(event: String, roles: [String]) {
      self.event = event
      self.roles = roles
    }
  }
}
