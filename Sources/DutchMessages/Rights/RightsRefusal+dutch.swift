public import CaseCore

extension RightsRefusal {
  /// With the rule.
  public var dutch: String {
    switch self {
    case .notAdministrator:
      "Rechten van organisaties en versies van werkstromen voorstellen en goedkeuren kan alleen een «hoofdbeheerder»: een persoon met die rol, van een "
        + "organisatie die met die rol is ingeschreven."
    case .unknownProposal(let number): "Voorstel \(number) bestaat niet."
    case .damaged(let number):
      "Voorstel \(number) is in de database beschadigd en kan niet worden gelezen of afgedaan. Doe het voorstel opnieuw, "
        + "en laat nagaan wat er is gebeurd."
    case .settled(let number): "Voorstel \(number) is al afgedaan."
    case .approved(let number): "Voorstel \(number) is al goedgekeurd."
    case .carriedOut(let number): "Voorstel \(number) is al uitgevoerd."
    case .notApproved(let number):
      "Voorstel \(number) is niet goedgekeurd: dat doet een andere beheerder dan wie het deed."
    case .approvalMissing:
      "Dit is niet voorgesteld en goedgekeurd (approval-missing): een versie publiceren of lopende casussen overzetten doen twee "
        + "beheerders samen. Zie casusregie workflow propose en casusregie workflow propose-upgrade."
    case .expired(let number, let days):
      "De goedkeuring van voorstel \(number) is ouder dan \(days) dagen. Doe het voorstel opnieuw."
    case .otherKind(let number): "Voorstel \(number) gaat over iets anders dan deze opdracht."
    case .reasonMissing: "Geef een reden: een wijziging zonder reden is later niet uit te leggen."
    case .reasonInvalid(let fault): "De reden \(fault.dutch)."
    case .ownProposal: "Wie een wijziging voorstelt, keurt haar niet zelf goed of af: dat doet een andere beheerder."
    case .othersProposal: "Alleen wie een wijziging voorstelde, trekt haar in. Een ander keurt haar goed of af."
    // Without the digest: whoever has not looked has nothing to approve.
    case .outdated:
      "Dit is niet, of niet meer, het plan van dit voorstel: sinds het is bekeken, is er iets veranderd waarop het rust. "
        + "Er is niets gewijzigd. Bekijk eerst het plan van nu; is het voorstel al goedgekeurd, doe het dan opnieuw."
    case .invalid(let faults): faults.map(\.dutch).joined(separator: " ")
    }
  }
}

/// So that a command of an operator prints it.
extension RightsRefusal: CustomStringConvertible {
  public var description: String { dutch }
}
