extension SettingsRefusal {
  /// What a program tells these refusals apart by. A code is given once and never changes.
  public enum Code: String, CaseIterable, Sendable {
    case notAdministrator = "not-administrator"
    case otherRegion = "other-region"
    case unknownProposal = "unknown-proposal"
    case damaged = "proposal-damaged"
    case settled = "proposal-settled"
    case notApproved = "proposal-not-approved"
    case overtaken = "proposal-overtaken"
    case outlived = "proposal-outlived"
    case interrupted
    case reasonMissing = "reason-missing"
    case reasonInvalid = "reason-unfit"
    case ownProposal = "own-proposal"
    case othersProposal = "others-proposal"
    case expiresNow = "expires-now"
    case planNotKept = "plan-not-kept"
    case outdated = "plan-outdated"
    case invalid = "invalid-settings"
  }

  public var code: Code {
    switch self {
    case .notAdministrator: .notAdministrator
    case .otherRegion: .otherRegion
    case .unknownProposal: .unknownProposal
    case .damaged: .damaged
    case .settled: .settled
    case .notApproved: .notApproved
    case .overtaken: .overtaken
    case .outlived: .outlived
    case .interrupted: .interrupted
    case .reasonMissing: .reasonMissing
    case .reasonInvalid: .reasonInvalid
    case .ownProposal: .ownProposal
    case .othersProposal: .othersProposal
    case .expiresNow: .expiresNow
    case .planNotKept: .planNotKept
    case .outdated: .outdated
    case .invalid: .invalid
    }
  }
}
