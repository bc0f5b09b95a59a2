import CaseCore

extension ValueFault {
  /// As the end of a sentence that begins with the label of the field.
  var dutch: String {
    switch self {
    case .required: "is verplicht"
    case .requiredHere(let labels): "is hier verplicht, gezien \(labels.map { "«\($0)»" }.joined(separator: " en "))"
    case .notText: "moet tekst zijn"
    case .text(let fault): fault.dutch
    case .citizenNumber: "mag geen burgerservicenummer bevatten"
    case .notDate: "moet een datum zijn in de vorm jjjj-mm-dd"
    case .inFuture: "mag niet in de toekomst liggen"
    case .notInFuture: "moet na vandaag liggen"
    case .tooFarAhead(let length): "mag hoogstens \(length.dutch) na vandaag liggen"
    case .notNumber: "moet een geheel getal zijn"
    case .belowMinimum(let minimum): "moet ten minste \(minimum) zijn"
    case .aboveMaximum(let maximum): "mag hoogstens \(maximum) zijn"
    case .notAnOption(let options): "moet een van deze zijn: \(options.joined(separator: ", "))"
    case .unknownOrganisation: "moet het OIN van een ingeschreven organisatie zijn"
    case .organisationWithoutRole(let roles): "moet een organisatie zijn met de rol \(roles.joined(separator: " of "))"
    case .conditionMissing(let condition): "moet een organisatie zijn die vandaag voldoet aan «\(condition)»"
    case .unknownPart(let machine): "moet een bestaand onderdeel zijn, zoals \(machine)-1"
    case .partNotInState(let states): "moet een onderdeel zijn in de fase \(states.joined(separator: " of "))"
    case .unknownOtherCase(let workflow):
      "moet het id zijn van een andere casus van \(workflow), zoals uw organisatie die kent"
    case .otherCaseNotInState(let states): "moet een casus zijn in de fase \(states.joined(separator: " of "))"
    case .notList: "moet een lijst zijn"
    case .wrongCount(let count): "moet \(count.lowerBound) tot \(count.upperBound) onderdelen hebben"
    case .item(let number, let fault): "onderdeel \(number) \(fault.dutch)"
    }
  }
}
