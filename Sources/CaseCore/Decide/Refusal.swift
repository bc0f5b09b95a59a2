import OrderedCollections

/// Why a command was not accepted. A refusal is an answer: it says which rule refused, in Dutch, without a word of what the
/// command or the case contains.
public enum Refusal: Error, Hashable, Sendable {
  /// No such case, or one that the sender may not know of: nobody can tell which.
  case unknownCase
  /// The workflow has no such command.
  case unknownCommand(String)
  /// The sender does not hold a role that the rule asks for.
  case notEntitled(rule: String)
  /// All that is wrong with the fields.
  case invalid([FieldFault])
  /// The case has changed since the sender looked.
  case stale(current: Int64)
  /// The case is in a state in which the command does not exist, or its requirements do not hold; `possible` are the commands
  /// that the sender could give instead.
  case notNow(rules: [String], possible: [String])

  /// Rules that the command breaks; what could be given instead is added when the refusal is answered, see
  /// ``Decider/decide(_:on:)``.
  static func broken(_ rules: [String]) -> Refusal { .notNow(rules: rules, possible: []) }

  /// What says that it cannot be now; none when it is something else.
  var rules: [String] { if case .notNow(let rules, _) = self { rules } else { [] } }

  public struct FieldFault: Error, Hashable, Sendable {
    public var field: String
    public var message: String

    public init(field: String, message: String) {
      self.field = field
      self.message = message
    }
  }
}
