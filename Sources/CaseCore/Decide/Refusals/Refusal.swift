/// Why a command was not accepted: as data, for programs. `DutchMessages` turns it into text for people. It has no content
/// of the command or the case.
public enum Refusal: Error, Hashable, Sendable {
  /// No such case, or one that the sender may not know of: the two cannot be distinguished.
  case unknownCase
  /// The workflow has no such command.
  case unknownCommand(String)
  /// The sender does not hold a role that the command asks for.
  case notEntitled(Entitlement)
  /// The sender did not sign in at one of the levels that the command with this label asks. The same command by the same person is
  /// accepted with a token of one of them, so this is no answer that stays.
  case insufficientAuthentication(command: String, levels: [String])
  /// Everything that is wrong with the fields.
  case invalid([FieldFault])
  /// The case has changed since the sender read it.
  case stale(current: Int64)
  /// The command does not exist in the state of the case, or its requirements do not hold; `possible` are the commands that
  /// the sender could give instead.
  case notNow(rules: [Rule], possible: [String])

  /// What the sender lacks.
  public enum Entitlement: Hashable, Sendable {
    /// The organisation is not in the directory.
    case listing
    /// One of these roles, by their labels, for the command with this label.
    case role(command: String, roles: [String])
  }

  /// A rule that the command breaks; ``Decider/decide(_:on:)`` adds the commands that could be given instead.
  static func broken(_ rule: Rule) -> Refusal { .notNow(rules: [rule], possible: []) }

  static func invalid(_ field: String, _ fault: FieldFault.Fault) -> Refusal {
    .invalid([.init(field: field, fault: fault)])
  }

  /// The rules that the command breaks; empty for other refusals.
  var rules: [Rule] { if case .notNow(let rules, _) = self { rules } else { [] } }

  /// The kind of refusal, for programs.
  public var code: RefusalCode {
    switch self {
    case .unknownCase: .unknownCase
    case .unknownCommand: .unknownCommand
    case .notEntitled: .notEntitled
    case .insufficientAuthentication: .insufficientAuthentication
    case .invalid: .invalid
    case .stale: .stale
    case .notNow: .notNow
    }
  }
}
