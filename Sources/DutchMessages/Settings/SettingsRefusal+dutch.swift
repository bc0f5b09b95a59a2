public import CaseCore

extension SettingsRefusal {
  /// With the rule.
  public var dutch: String {
    switch self {
    case .notAdministrator:
      "Termijnen instellen kan alleen een beheerder: een persoon met de rol «\(AdministratorRole.regional)» of "
        + "«\(AdministratorRole.general)», van een organisatie die met die rol is ingeschreven."
    case .otherRegion(let region):
      "U bent beheerder van de regio \(region). Wat ook andere regio's raakt, stelt een «\(AdministratorRole.general)» in."
    case .unknownProposal(let number): "Voorstel \(number) bestaat niet."
    case .damaged(let number):
      "Voorstel \(number) is in de database beschadigd en kan niet worden gelezen of afgedaan. Doe het voorstel opnieuw, "
        + "en laat nagaan wat er is gebeurd."
    case .settled(let number): "Voorstel \(number) is al goedgekeurd, afgewezen of ingetrokken."
    case .notApproved(let number):
      "Voorstel \(number) is niet goedgekeurd: er valt niets terug te draaien. Een open voorstel trekt de indiener in, of "
        + "een andere beheerder wijst het af."
    case .overtaken(let number, let later):
      "Wat voorstel \(number) instelde, is later anders ingesteld"
        + (later.map { " door voorstel \($0). Draai eerst dat terug" } ?? "")
        + ": terugdraaien zou het latere wissen."
    case .outlived(let number, let later):
      "Sinds voorstel \(number) werd gedaan, is hetzelfde anders ingesteld"
        + (later.map { " door voorstel \($0)" } ?? "")
        + ": goedkeuren zou dat wissen. Er is niets gewijzigd. Doe het voorstel opnieuw, of keur het af."
    case .interrupted:
      "Anderen stelden telkens iets in terwijl dit werd getoetst. Er is niets vastgelegd. Probeer het opnieuw."
    case .reasonMissing: "Geef een reden: een wijziging zonder reden is later niet uit te leggen."
    case .reasonInvalid(let fault): "De reden \(fault.dutch)."
    case .ownProposal: "Wie een wijziging voorstelt, keurt haar niet zelf goed of af: dat doet een andere beheerder."
    case .othersProposal: "Alleen wie een wijziging voorstelde, trekt haar in. Een ander keurt haar goed of af."
    case .expiresNow(let count):
      "Volgens dit plan \(count == 1 ? "loopt 1 termijn" : "lopen \(count) termijnen") meteen af. Wat daaruit volgt, is niet "
        + "terug te draaien. Er is niets gewijzigd. Keur het goed met --expire-now (over REST: meteenLatenAflopen) als dat de "
        + "bedoeling is."
    case .planNotKept(let number): "Voorstel \(number) is goedgekeurd toen plannen nog niet werden bewaard."
    // Without the digest: whoever has not looked has nothing to approve.
    case .outdated:
      "Dit is niet, of niet meer, het plan van dit voorstel: sinds het is bekeken, is er iets veranderd waarop het rust. "
        + "Er is niets gewijzigd. Bekijk eerst het plan van nu."
    case .invalid(let refusal): refusal.dutch
    }
  }
}

/// So that a command of an operator prints it.
extension SettingsRefusal: CustomStringConvertible {
  public var description: String { dutch }
}
