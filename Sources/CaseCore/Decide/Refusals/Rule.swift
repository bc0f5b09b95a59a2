/// A rule that forbids a command at present: one of the workflow, or of the engine. It has the labels of commands, states,
/// roles and deadlines.
public enum Rule: Hashable, Sendable {
  /// A guard of the workflow, with the text of the workflow for a sender that it stops.
  case `guard`(GuardName, because: String)
  /// The command does not exist in the state; `nil` for a sender that may not know the state.
  case notInState(command: String, state: String?)
  /// For a sender with a part in a child, who may not know the state of the case.
  case caseClosed
  case tooManyParts
  case noVote
  case alreadyDecided
  case recused
  case samePerson
  case sameOrganisation
  /// Others take this decision.
  case notAmongVoters
  case deadlineNotRunning(String)
  case deadlineSuspended(String)
  case deadlineNotSuspended(String)
  case deadlinePassed(String)
  case deadlineNotCountable(String, DeadlineError)
  case extensionLimit(String, most: Int)
  /// No organisation in the region has the role.
  case roleVacant(String, region: String)
  /// No organisation that takes part in the one role holds the other; both by their labels.
  case roleVacantAtParties(String, parties: String)
  /// An organisation that would be given a role does not meet the condition with this label today.
  case conditionMissing(String)
  /// None of the command's grounds is in force.
  case noValidGround
  /// There is nothing that the field with this label could name.
  case nothingToName(String)
  /// The command with this label is for people whom an identity provider knows.
  case vouchedNotAccepted(command: String)
  /// The case that this field or fact names does not take what the command would move there, or there is none: which it is, is not for
  /// the sender.
  case referenceDoesNotTake(String)

  /// For programs: a ``RefusalCode``, for a guard followed by where it stands.
  public var code: String {
    if case .guard(let name, _) = self { "\(kind.rawValue):\(name)" } else { kind.rawValue }
  }

  public var kind: RefusalCode {
    switch self {
    case .guard: .guard
    case .notInState: .notInState
    case .caseClosed: .caseClosed
    case .tooManyParts: .tooManyParts
    case .noVote: .noVote
    case .alreadyDecided: .alreadyDecided
    case .recused: .recused
    case .samePerson: .samePerson
    case .sameOrganisation: .sameOrganisation
    case .notAmongVoters: .notAmongVoters
    case .deadlineNotRunning: .deadlineNotRunning
    case .deadlineSuspended: .deadlineSuspended
    case .deadlineNotSuspended: .deadlineNotSuspended
    case .deadlinePassed: .deadlinePassed
    case .deadlineNotCountable: .deadlineNotCountable
    case .extensionLimit: .extensionLimit
    case .roleVacant, .roleVacantAtParties: .roleVacant
    case .conditionMissing: .conditionMissing
    case .noValidGround: .noValidGround
    case .nothingToName: .nothingToName
    case .vouchedNotAccepted: .vouchedNotAccepted
    case .referenceDoesNotTake: .referenceDoesNotTake
    }
  }

  /// Whether it has the same text: guards at several places often have the same reason.
  fileprivate func reads(as other: Rule) -> Bool {
    if case (.guard(_, let mine), .guard(_, let theirs)) = (self, other) { mine == theirs } else { self == other }
  }
}

extension [Rule] {
  /// Adds the rules whose text is not in the list yet.
  mutating func add(_ rules: [Rule]) {
    for rule in rules where !contains(where: rule.reads) { append(rule) }
  }
}
