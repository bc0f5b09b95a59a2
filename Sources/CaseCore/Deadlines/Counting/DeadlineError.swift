/// A deadline that cannot be computed. The same input always gives the same error.
public enum DeadlineError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind has no rule for counting this unit.
  case unitNotCounted(Length.Unit, DeadlineKind)
  /// An extension in hours of a term in days, or the reverse.
  case mixedUnits(Length.Unit, Length.Unit)
  /// The length and its extensions together are longer than a ``Length`` can be.
  case tooLong
  /// The start is not within ``DeadlineRule/years``.
  case startOutOfRange
  /// The entries of the ledger contradict each other: see ``Ledger``.
  case ledgerOutOfOrder

  public var description: String {
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

extension DeadlineRule {
  /// The years in which a term may start: from the first year with the present rule for summer time, to well before the last
  /// date.
  public static let years = Amsterdam.firstYear...2999
}
