extension GuardReader {
  /// What a guard is about: the key that each has exactly one of.
  enum Subject: String, CaseIterable {
    case fact
    case field
    case ground
    case decision
    case visited
    case state
    case expired
    case party
    case sender
    case voted
    case children
    case `case`
    case not
    case all
    case any

    /// The keys that say what the value must be.
    var keys: [String] {
      switch self {
      case .fact: ["is", "in", "at-least", "less-than-ago"]
      case .field: ["is", "in", "less-than-ago"]
      case .decision: ["is", "divided"]
      case .visited: ["at-least"]
      case .expired: ["times"]
      case .voted: ["by", "is"]
      case .children: ["some", "none", "every", "at-least", "in", "where"]
      case .ground, .state, .party, .sender, .case, .not, .all, .any: []
      }
    }
  }
}
