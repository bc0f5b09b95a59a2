public import CaseCore

/// Why something was not done at the desk of settings.
public enum DeskRefusal: Error, Sendable, Hashable {
  /// Whoever asks is no administrator, or their organisation is not.
  case notAdministrator
  /// It is about more than the region of the administrator.
  case otherRegion(String)
  case unknownProposal(Int64)
  /// It was approved, rejected or withdrawn before.
  case settled(Int64)
  case reasonMissing
  /// The reason is no text that can be kept and shown.
  case unfitReason(TextFault)
  /// Four eyes: who proposes does not approve.
  case ownProposal
  /// Only who proposed it withdraws it.
  case othersProposal
  /// The plan that was approved is not the one that is made now.
  case outdated(now: String)
  case invalid(ConfigurationRefusal)
}

extension DeskRefusal: CustomStringConvertible {
  /// In Dutch, with the rule.
  public var description: String {
    switch self {
    case .notAdministrator:
      "Termijnen instellen kan alleen een beheerder: een persoon met de rol «\(AdministratorRole.regional)» of "
        + "«\(AdministratorRole.general)», van een organisatie die met die rol is ingeschreven."
    case .otherRegion(let region):
      "U bent beheerder van de regio \(region). Wat ook andere regio's raakt, stelt een «\(AdministratorRole.general)» in."
    case .unknownProposal(let number): "Voorstel \(number) bestaat niet."
    case .settled(let number): "Voorstel \(number) is al goedgekeurd, afgewezen of ingetrokken."
    case .reasonMissing: "Geef een reden: een wijziging zonder reden is later niet uit te leggen."
    case .unfitReason(let fault): "De reden \(fault.message)."
    case .ownProposal: "Wie een wijziging voorstelt, keurt haar niet zelf goed of af: dat doet een andere beheerder."
    case .othersProposal: "Alleen wie een wijziging voorstelde, trekt haar in. Een ander keurt haar goed of af."
    case .outdated(let plan):
      "Sinds u het plan bekeek is er iets veranderd waarop het rust. Er is niets gewijzigd. Bekijk eerst het nieuwe plan \(plan)."
    case .invalid(let refusal): refusal.description
    }
  }
}

/// The roles in which people set deadlines. Like any role, an organisation holds it in the directory and a person acts in it.
public enum AdministratorRole {
  /// Sets deadlines of their own region.
  public static let regional = "beheerder"
  /// Sets deadlines of all regions, and what all regions have in common.
  public static let general = "hoofdbeheerder"

  public static let all = [regional, general]
}
