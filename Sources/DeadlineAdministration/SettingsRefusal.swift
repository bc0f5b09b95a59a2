public import CaseCore
import DutchMessages

/// Why the service of settings did not do something.
public enum SettingsRefusal: Error, Sendable, Hashable {
  /// Whoever asks is no administrator, or their organisation is not.
  case notAdministrator
  /// It is about more than the region of the administrator.
  case otherRegion(String)
  case unknownProposal(Int64)
  /// An entry about it is damaged, so nobody can tell what was proposed or what became of it.
  case damaged(Int64)
  /// It was approved, rejected or withdrawn before.
  case settled(Int64)
  /// It was not approved, so there is nothing to take back.
  case notApproved(Int64)
  /// Something that it set was set otherwise since: taking it back would wipe that.
  case overtaken(Int64, by: Int64?)
  /// Something that it sets was set otherwise since it was proposed: approving it would wipe that unseen.
  case outlived(Int64, by: Int64?)
  /// Others recorded something again and again while this was weighed.
  case interrupted
  case reasonMissing
  /// The reason is no text that can be kept and shown.
  case reasonInvalid(TextFault)
  /// Four eyes: who proposes does not approve.
  case ownProposal
  /// Only who proposed it withdraws it.
  case othersProposal
  /// By the plan so many deadlines expire at once, and whoever approves did not say that they have seen that.
  case expiresNow(Int)
  /// It was approved before plans were kept.
  case planNotKept(Int64)
  /// The plan that was approved is not the one that is made now.
  case outdated(now: String)
  case invalid(DeadlineSettingsRefusal)
}

extension SettingsRefusal: CustomStringConvertible {
  /// In Dutch, with the rule.
  public var description: String {
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

/// The roles in which people set deadlines. Like any role, an organisation holds it in the directory and a person acts in it.
public enum AdministratorRole {
  /// Sets deadlines of their own region.
  public static let regional = "beheerder"
  /// Sets deadlines of all regions, and what all regions have in common.
  public static let general = "hoofdbeheerder"

  public static let all = [regional, general]
}
