extension Transition {
  /// A guard, with the text for a sender that it stops.
  public struct Requirement: Hashable, Sendable {
    public var `guard`: Guard
    public var otherwise: String

    public init(_ guard: Guard, otherwise: String) {
      self.guard = `guard`
      self.otherwise = otherwise
    }
  }

  /// Organisations, as a command designates them.
  public enum Organisations: Hashable, Sendable {
    /// The organisation that gave the command.
    case sender
    /// Those named in a reference field of the command.
    case field(String)
  }

  /// Where the value of a fact comes from.
  public enum Origin: Hashable, Sendable {
    /// The local date of the decision.
    case today
    /// The organisation that gave the command.
    case sender
    /// A field of the command; the fact keeps its value when it has none.
    case field(String)
  }

  /// Makes organisations a party of the case, or of a child that is being made.
  public struct Join: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
      case organisations(Organisations)
      /// Every organisation of the case's region that holds the role.
      case region
      /// The organisations that a fact of the case names; for the end of a deadline, which has no command.
      case fact(String)
      /// The organisations that take part in this role now, as far as the directory gives them the one in which they join.
      case party(String)
    }

    /// The role in which they join. `nil`: the sender in the role of the command, an organisation named in a field in those
    /// of its roles that the field asks for.
    public var role: String?
    public var source: Source
    /// Whether it may read what was before it joined.
    public var readsHistory: Bool

    public init(role: String?, source: Source, readsHistory: Bool = false) {
      self.role = role
      self.source = source
      self.readsHistory = readsHistory
    }
  }

  /// Ends the part of organisations in the case.
  public enum Leave: Hashable, Sendable {
    /// The parties in this role: each loses the role, and with its last role its part in the case.
    case role(String)
    case organisations(Organisations)
  }

  /// Makes a child, or one for each of several organisations.
  public struct Start: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
      /// The organisations that the command designates.
      case organisations(Organisations)
      /// A child for every party that may read the case.
      case eachParty
      /// A child for every organisation that ever could read the case, or had a part in a child.
      case eachRecipient
    }

    public var machine: String
    /// The role of ``Role/Access/part`` that the child grants, and to whom; `nil` grants none.
    public var role: String?
    public var part: Part?
    /// Parties in one of these roles get no child of their own.
    public var except: [String]

    public init(_ machine: String, role: String? = nil, part: Part? = nil, except: [String] = []) {
      self.machine = machine
      self.role = role
      self.part = part
      self.except = except
    }
  }

  /// Moves every child of a machine that is in one of the states to another state.
  public struct End: Hashable, Sendable {
    public var machine: String
    public var states: [String]
    public var target: String

    public init(_ machine: String, in states: [String], target: String) {
      self.machine = machine
      self.states = states
      self.target = target
    }
  }

  /// Extends a running deadline.
  public struct Extension: Hashable, Sendable {
    public var deadline: String
    public var by: Length
    /// How often at most, while the deadline runs.
    public var most: Int

    public init(_ deadline: String, by length: Length, most: Int) {
      self.deadline = deadline
      self.by = length
      self.most = most
    }
  }

  /// An event to roles outside the state's audience, or of another type than the usual one.
  public struct Notice: Hashable, Sendable {
    public var event: String
    public var roles: [String]
    /// To every organisation that ever could read the case, also those that left.
    public var isForEveryone: Bool
    /// Each recipient has to acknowledge the event, and is told again until it did.
    public var asksAcknowledgement: Bool

    public init(event: String, roles: [String], isForEveryone: Bool = false, asksAcknowledgement: Bool = false) {
      self.event = event
      self.roles = roles
      self.isForEveryone = isForEveryone
      self.asksAcknowledgement = asksAcknowledgement
    }
  }
}
