/// Something that is wrong with a proposal of rights.
public enum RightsFault: Sendable, Hashable {
  /// What identifies an organisation is not of the right form.
  case number
  case text(Organisation.Fault)
  case unknownRole(String, known: [String])
  case noRole
  case unknown
  case noChange
  /// There is no key with that use.
  case keyMissing(use: String)
  /// Two keys have one name.
  case keyTwice
  case notSuspended
  /// Nobody would be left with that role, and so nobody who approves anything.
  case lastAdministrator(role: String)
  /// It is merged into another, or will be.
  case merged(String, into: String)
  /// It would be merged into itself.
  case ownSuccessor
  case successorUnknown
  case successorInOtherRegion
  /// The successor does not have these roles.
  case successorLacks([String])
  /// It would act for itself.
  case ownAgent
  case agentUnknown
  /// Its last day comes before the first one, or before today.
  case mandateOver
  /// For whom is acted does not have these roles.
  case principalLacks([String])
  /// Another mandate, with this number, already says who acts then.
  case mandateMeets(Int64)
  /// A version of a workflow is published already, with this text.
  case versionPublished(String, version: String)
  /// It is published with another text.
  case versionChanged(String, version: String)
  case versionUnknown(String, version: String)
  /// It is in the database, and nobody published it.
  case versionUnsealed(String, version: String)
}

extension RightsFault {
  /// A code is given once and never changes.
  public enum Code: String, CaseIterable, Sendable {
    case number = "partner-number"
    case text = "partner-text"
    case unknownRole = "partner-unknown-role"
    case noRole = "partner-no-role"
    case unknown = "partner-unknown"
    case noChange = "partner-no-change"
    case keys = "partner-keys"
    case notSuspended = "partner-not-suspended"
    case lastAdministrator = "partner-last-administrator"
    case successor = "partner-successor"
    case mandate = "partner-mandate"
    case versionPublished = "version-published"
    case versionChanged = "version-changed"
    case versionUnknown = "version-unknown"
    case versionUnsealed = "version-unsealed"
  }

  public var code: Code {
    switch self {
    case .number: .number
    case .text: .text
    case .unknownRole: .unknownRole
    case .noRole: .noRole
    case .unknown: .unknown
    case .noChange: .noChange
    case .keyMissing, .keyTwice: .keys
    case .notSuspended: .notSuspended
    case .lastAdministrator: .lastAdministrator
    case .merged, .ownSuccessor, .successorUnknown, .successorInOtherRegion, .successorLacks: .successor
    case .ownAgent, .agentUnknown, .mandateOver, .principalLacks, .mandateMeets: .mandate
    case .versionPublished: .versionPublished
    case .versionChanged: .versionChanged
    case .versionUnknown: .versionUnknown
    case .versionUnsealed: .versionUnsealed
    }
  }
}
