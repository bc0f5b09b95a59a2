public import CaseCore

extension DeadlineError {
  public var dutch: String {
    switch self {
    case .unitNotCounted(let unit, let kind): Self.advice(unit, kind)
    case .mixedUnits(let unit, let other):
      "Een termijn in \(other.dutch) kan niet worden verlengd in \(unit.dutch)."
    case .tooLong: "De termijn is met de verlengingen samen langer dan honderd jaar."
    case .startOutOfRange:
      "Termijnen worden berekend voor de jaren \(DeadlineRule.years.lowerBound) tot en met \(DeadlineRule.years.upperBound)."
    case .ledgerOutOfOrder:
      "Opschorten en hervatten moeten elkaar afwisselen, in volgorde van tijd en niet vóór het begin van de termijn."
    }
  }

  private static func advice(_ unit: Length.Unit, _ kind: DeadlineKind) -> String {
    let refusal = "Een termijn van de soort '\(kind.rawValue)' kan niet in \(unit.dutch) worden uitgedrukt."
    return switch kind {
    case .hours: "\(refusal) Schrijf uren (PT72H), of kies de soort 'kalender'."
    case .workingDays: "\(refusal) Schrijf dagen (P5D), of kies een andere soort."
    case .calendar, .eu1182, .atw: "\(refusal) Kies de soort 'uren'."
    }
  }
}

extension Length.Unit {
  /// The name of the unit itself, as in "een termijn in weken".
  fileprivate var dutch: String {
    switch self {
    case .hours: "uren"
    case .days: "dagen"
    case .weeks: "weken"
    case .months: "maanden"
    case .years: "jaren"
    }
  }
}
