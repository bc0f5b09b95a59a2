/// Why a case cannot move to another version: as data, for programs. It has names of the workflow only, and no content of the
/// case.
public enum Obstacle: Hashable, Sendable {
  /// It cannot be read: its key is missing, or it is damaged.
  case unreadable
  /// It follows another version than the one to move from.
  case otherVersion(String)
  /// It is over.
  case ended
  /// A child belongs to a machine that the new version does not have.
  case machineGone(String)
  /// The new version has no such state, and no other name was given for it.
  case stateGone(String, machine: String)
  /// A move ends no case or child: people do that.
  case stateEnds(String, machine: String)
  /// What has ended stays ended.
  case stateReopens(String, machine: String)
  /// The new version does not allow the value that the case has.
  case factNotAllowed(String, machine: String)
  case roleGone(String)
  /// An organisation in the role would see more or less of the case than when it joined.
  case accessChanged(role: String)
  /// There are votes under rules that the new version changes.
  case decisionChanged(String, machine: String)
  /// A running deadline rests on a ground that the new version does not know.
  case groundGone(String, deadline: String, machine: String)
}

extension Obstacle {
  /// What programs tell obstacles apart by. A code never changes; `docs/refusals.md` has them all.
  public enum Code: String, CaseIterable, Sendable {
    case unreadable
    case otherVersion = "other-version"
    case ended
    case machineGone = "machine-gone"
    case stateGone = "state-gone"
    case stateEnds = "state-ends"
    case stateReopens = "state-reopens"
    case factNotAllowed = "fact-unfit"
    case roleGone = "role-gone"
    case accessChanged = "access-changed"
    case decisionChanged = "decision-changed"
    case groundGone = "ground-gone"
  }

  public var code: Code {
    switch self {
    case .unreadable: .unreadable
    case .otherVersion: .otherVersion
    case .ended: .ended
    case .machineGone: .machineGone
    case .stateGone: .stateGone
    case .stateEnds: .stateEnds
    case .stateReopens: .stateReopens
    case .factNotAllowed: .factNotAllowed
    case .roleGone: .roleGone
    case .accessChanged: .accessChanged
    case .decisionChanged: .decisionChanged
    case .groundGone: .groundGone
    }
  }
}
