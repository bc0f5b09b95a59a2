/// Why a case cannot move to another version. Holds names of the workflow alone: nothing that is in the case.
public enum Obstacle: Hashable, Sendable {
  /// It follows another version than the one that is moved from.
  case otherVersion(String)
  /// It is over.
  case ended
  /// The new version has no such state, and no other name was given for it.
  case stateGone(String)
  /// A case ends by what people do, and not by a move.
  case stateEnds(String)
  /// The new version does not allow the value that the case has.
  case factUnfit(String)
  case roleGone(String)
  /// A party in the role would see more or less of the case than what it was let in for.
  case accessChanged(role: String)
  /// There are votes, given under rules that would no longer be the rules.
  case decisionChanged(String)
  /// A running deadline rests on a ground that the new version does not know.
  case groundGone(deadline: String, ground: String)
}

extension Obstacle: CustomStringConvertible {
  /// For the administrator, in Dutch like all that a workflow says.
  public var description: String {
    switch self {
    case .otherVersion(let version): "De casus volgt versie \(version)."
    case .ended: "De casus is afgelopen."
    case .stateGone(let state): "De fase «\(state)» bestaat niet meer en heeft geen nieuwe naam gekregen."
    case .stateEnds(let state): "De fase «\(state)» is in de nieuwe versie een einde."
    case .factUnfit(let fact): "De waarde van «\(fact)» is in de nieuwe versie niet toegestaan."
    case .roleGone(let role): "Een partij heeft de rol «\(role)», die de nieuwe versie niet kent."
    case .accessChanged(let role): "De rol «\(role)» van een partij geeft in de nieuwe versie andere inzage."
    case .decisionChanged(let decision):
      "Over «\(decision)» is al gestemd, en die beslissing wordt in de nieuwe versie anders genomen."
    case .groundGone(let deadline, let ground):
      "De lopende termijn «\(deadline)» rust op de grondslag «\(ground)», die de nieuwe versie niet kent."
    }
  }
}
