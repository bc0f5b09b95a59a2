/// Why a case cannot move to another version. It has names of the workflow only, and no content of the case.
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
  case factUnfit(String, machine: String)
  case roleGone(String)
  /// An organisation in the role would see more or less of the case than when it joined.
  case accessChanged(role: String)
  /// There are votes under rules that the new version changes.
  case decisionChanged(String, machine: String)
  /// A running deadline rests on a ground that the new version does not know.
  case groundGone(String, deadline: String, machine: String)
}

extension Obstacle: CustomStringConvertible {
  /// For the administrator, in Dutch like everything that a workflow says.
  public var description: String {
    switch self {
    case .unreadable: "De casus is niet leesbaar."
    case .otherVersion(let version): "De casus volgt \(version)."
    case .ended: "De casus is afgelopen."
    case .machineGone(let machine): "De nieuwe versie kent het onderdeel «\(machine)» niet."
    case .stateGone(let state, let machine):
      "De fase «\(state)» van «\(machine)» bestaat niet meer en heeft geen nieuwe naam gekregen."
    case .stateEnds(let state, let machine): "De fase «\(state)» van «\(machine)» is in de nieuwe versie een einde."
    case .stateReopens(let state, let machine):
      "De fase «\(state)» van «\(machine)» is in de nieuwe versie geen einde meer."
    case .factUnfit(let fact, let machine):
      "De waarde van «\(fact)» van «\(machine)» is in de nieuwe versie niet toegestaan."
    case .roleGone(let role): "Een partij heeft of had de rol «\(role)», die de nieuwe versie niet kent."
    case .accessChanged(let role): "De rol «\(role)» van een partij geeft in de nieuwe versie andere inzage."
    case .decisionChanged(let decision, let machine):
      "Over «\(decision)» van «\(machine)» is al gestemd, en daarover wordt in de nieuwe versie anders besloten."
    case .groundGone(let ground, let deadline, let machine):
      "De lopende termijn «\(deadline)» van «\(machine)» rust op de grondslag «\(ground)», die de nieuwe versie niet kent."
    }
  }
}
