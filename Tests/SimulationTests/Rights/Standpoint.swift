/// How an organisation, and a person of it, stand to a case with regard to one role.
enum Standpoint: String, CaseIterable {
  /// The organisation has the role in the case, or the part in the child; the directory gives it the role, and the person holds it.
  case holder
  /// The organisation has it; the person holds every other role.
  case colleague
  /// The organisation has it; the directory gives it every other role, and the person holds all of them.
  case revoked
  /// The organisation had it, and left.
  case former
  /// The directory gives the organisation every role, the person holds all of them, and the organisation has no part in the case.
  case stranger
  /// The organisation has the part through another role, which the person holds.
  case deputy
  /// The organisation has the part, in another child.
  case neighbour
  /// Before there is a case: the directory does not know the organisation.
  case unlisted

  /// Those that there are of a role in a case.
  static func all(ofPart isPart: Bool) -> [Standpoint] {
    [.holder, .colleague, .revoked, .former, .stranger] + (isPart ? [.deputy, .neighbour] : [])
  }

  /// Those that there are before a case.
  static let before: [Standpoint] = [.holder, .colleague, .revoked, .unlisted]

  /// Whether the organisation has the role somewhere in the case, and the person acts for it.
  var isActive: Bool { [.holder, .deputy, .neighbour].contains(self) }

  /// What the directory gives the organisation.
  /// - Parameter other: a role that is no part.
  func listed(_ role: String, of all: Set<String>, other: String) -> Set<String> {
    switch self {
    case .holder, .colleague, .former, .neighbour: [role]
    case .revoked: all.subtracting([role])
    case .stranger: all
    case .deputy: [other]
    case .unlisted: []
    }
  }

  /// What the person holds.
  func held(_ role: String, of all: Set<String>, other: String, isBefore: Bool) -> Set<String> {
    switch self {
    case .holder, .former, .neighbour: [role]
    case .colleague: all.subtracting([role])
    // Before a case every role counts that both have.
    case .revoked: isBefore ? [role] : all
    case .stranger, .unlisted: all
    case .deputy: [other]
    }
  }
}
