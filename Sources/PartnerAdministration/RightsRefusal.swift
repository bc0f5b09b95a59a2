/// Why something that changes rights was not proposed, approved or carried out.
public enum RightsRefusal: Error, Sendable, Hashable {
  /// Whoever asks is no administrator of all regions, or their organisation is not.
  case notAdministrator
  case unknownProposal(Int64)
  /// An entry about it is damaged, so nobody can tell what was proposed or what became of it.
  case damaged(Int64)
  /// It was rejected or withdrawn, or was done at once.
  case settled(Int64)
  /// It was approved before.
  case approved(Int64)
  /// It was carried out, so nothing is to be done any more.
  case carriedOut(Int64)
  case notApproved(Int64)
  /// It was approved too long ago.
  case expired(Int64)
  /// It is about something else than was asked.
  case otherKind(Int64)
  case reasonMissing
  /// The reason is no text that can be kept and shown; what the rule says of it.
  case reasonInvalid(String)
  /// Four eyes: who proposes does not approve.
  case ownProposal
  /// Only who proposed it withdraws it.
  case othersProposal
  /// The plan that was approved is not the one that is made now.
  case outdated
  /// All that is wrong with it.
  case invalid([RightsFault])
}

extension RightsRefusal: CustomStringConvertible {
  /// In Dutch, with the rule.
  public var description: String {
    switch self {
    case .notAdministrator:
      "Rechten van organisaties voorstellen en goedkeuren kan alleen een «hoofdbeheerder»: een persoon met die rol, van een "
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
    case .expired(let number):
      "De goedkeuring van voorstel \(number) is ouder dan \(RightsProposal.validDays) dagen. Doe het voorstel opnieuw."
    case .otherKind(let number): "Voorstel \(number) gaat over iets anders dan deze opdracht."
    case .reasonMissing: "Geef een reden: een wijziging zonder reden is later niet uit te leggen."
    case .reasonInvalid(let fault): "De reden \(fault)."
    case .ownProposal: "Wie een wijziging voorstelt, keurt haar niet zelf goed of af: dat doet een andere beheerder."
    case .othersProposal: "Alleen wie een wijziging voorstelde, trekt haar in. Een ander keurt haar goed of af."
    // Without the digest: whoever has not looked has nothing to approve.
    case .outdated:
      "Dit is niet, of niet meer, het plan van dit voorstel: sinds het is bekeken, is er iets veranderd waarop het rust. "
        + "Er is niets gewijzigd. Bekijk eerst het plan van nu; is het voorstel al goedgekeurd, doe het dan opnieuw."
    case .invalid(let faults): faults.map(\.message).joined(separator: " ")
    }
  }
}

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
