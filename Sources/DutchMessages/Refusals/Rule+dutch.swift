public import CaseCore

extension Rule {
  /// What someone reads whom the rule stops. What a workflow forbids, it says itself.
  public var dutch: String {
    switch self {
    case .guard(_, let reason): reason
    case .notInState(let command, let state?): "«\(command)» kan niet in de fase «\(state)»."
    case .notInState(let command, nil): "«\(command)» kan nu niet."
    case .caseClosed: "De casus is afgesloten; in dit onderdeel kan niets meer."
    case .tooManyParts: "De casus heeft \(Case.mostChildren) onderdelen; meer kunnen er niet bij."
    case .noVote: "Uw organisatie heeft geen stem uitgebracht."
    case .alreadyDecided: "Het besluit is genomen; een stem kan niet meer worden ingetrokken."
    case .recused: "U hebt zich in dit besluit verschoond; een collega van uw organisatie stemt."
    case .samePerson: "Vier ogen: deze persoon heeft in dit besluit al gestemd."
    case .sameOrganisation: "Vier ogen: deze organisatie heeft in dit besluit al gestemd."
    case .notAmongVoters: "Dit besluit nemen andere organisaties; die van u is daarvoor niet genoemd."
    case .deadlineNotRunning(let deadline): "De termijn «\(deadline)» loopt niet."
    case .deadlineSuspended(let deadline): "De termijn «\(deadline)» is al opgeschort."
    case .deadlineNotSuspended(let deadline): "De termijn «\(deadline)» is niet opgeschort."
    case .deadlinePassed(let deadline): "De termijn «\(deadline)» is al verlopen."
    case .deadlineNotCountable(let deadline, let error):
      "De termijn «\(deadline)» is dan niet te tellen. \(error.dutch)"
    case .extensionLimit(let deadline, let most): "De termijn «\(deadline)» kan hoogstens \(most) keer worden verlengd."
    case .roleVacant(let role, let region):
      "In de regio «\(region)» is geen organisatie ingeschreven met de rol «\(role)»."
    case .roleVacantAtParties(let role, let parties):
      "Geen organisatie die nu deelneemt als «\(parties)», is ingeschreven met de rol «\(role)»."
    case .conditionMissing(let condition): "Een organisatie die zou deelnemen, voldoet vandaag niet aan «\(condition)»."
    case .noValidGround: FieldFault.noValidGround
    case .nothingToName(let field): "Voor «\(field)» is er nu niets dat genoemd kan worden."
    case .vouchedNotAccepted(let command):
      "«\(command)» geeft iemand met een eigen toegangstoken; dat uw organisatie voor iemand instaat, is hier niet genoeg."
    case .referenceDoesNotTake(let field): "De zaak die bij «\(field)» is genoemd, neemt dit nu niet over."
    }
  }
}
