extension RightsRefusal {
  /// What a program tells these refusals apart by. A code is given once and never changes.
  public enum Code: String, CaseIterable, Sendable {
    case notAdministrator = "not-administrator"
    case unknownProposal = "unknown-proposal"
    case damaged = "proposal-damaged"
    case settled = "proposal-settled"
    case approved = "proposal-approved"
    case carriedOut = "proposal-carried-out"
    case notApproved = "proposal-not-approved"
    case approvalMissing = "approval-missing"
    case expired = "approval-expired"
    case otherKind = "proposal-of-another-kind"
    case reasonMissing = "reason-missing"
    case reasonInvalid = "reason-unfit"
    case ownProposal = "own-proposal"
    case othersProposal = "others-proposal"
    case outdated = "plan-outdated"
    case invalid = "invalid-rights"
  }

  public var code: Code {
    switch self {
    case .notAdministrator: .notAdministrator
    case .unknownProposal: .unknownProposal
    case .damaged: .damaged
    case .settled: .settled
    case .approved: .approved
    case .carriedOut: .carriedOut
    case .notApproved: .notApproved
    case .approvalMissing: .approvalMissing
    case .expired: .expired
    case .otherKind: .otherKind
    case .reasonMissing: .reasonMissing
    case .reasonInvalid: .reasonInvalid
    case .ownProposal: .ownProposal
    case .othersProposal: .othersProposal
    case .outdated: .outdated
    case .invalid: .invalid
    }
  }
}
