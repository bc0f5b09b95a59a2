public import CaseCore

extension Obstacle {
  /// For the administrator.
  public var dutch: String {
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
    case .factNotAllowed(let fact, let machine):
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
