/// Why a command was not accepted: as data, for programs. What people read is made of it at the edge, in `DutchMessages`. There is
/// not a word in it of what the command or the case contains.
public enum Refusal: Error, Hashable, Sendable {
  /// No such case, or one that the sender may not know of: nobody can tell which.
  case unknownCase
  /// The workflow has no such command.
  case unknownCommand(String)
  /// The sender does not hold a role that the command asks for.
  case notEntitled(Entitlement)
  /// All that is wrong with the fields.
  case invalid([FieldFault])
  /// The case has changed since the sender looked.
  case stale(current: Int64)
  /// The case is in a state in which the command does not exist, or its requirements do not hold; `possible` are the commands
  /// that the sender could give instead.
  case notNow(rules: [Rule], possible: [String])

  /// What the sender lacks.
  public enum Entitlement: Hashable, Sendable {
    /// The organisation is not in the directory.
    case listing
    /// One of these roles, by their labels, for the command with this label.
    case role(command: String, roles: [String])
  }

  /// A rule that the command breaks; what could be given instead is added when the refusal is answered, see
  /// ``Decider/decide(_:on:)``.
  static func broken(_ rule: Rule) -> Refusal { .notNow(rules: [rule], possible: []) }

  static func invalid(_ field: String, _ fault: FieldFault.Fault) -> Refusal {
    .invalid([.init(field: field, fault: fault)])
  }

  /// What says that it cannot be now; none when it is something else.
  var rules: [Rule] { if case .notNow(let rules, _) = self { rules } else { [] } }

  /// Which kind of refusal it is, for programs.
  public var code: RefusalCode {
    switch self {
    case .unknownCase: .unknownCase
    case .unknownCommand: .unknownCommand
    case .notEntitled: .notEntitled
    case .invalid: .invalid
    case .stale: .stale
    case .notNow: .notNow
    }
  }
}
