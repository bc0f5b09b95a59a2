public import CaseCore

extension LengthError {
  public var dutch: String { reason.dutch }
}

extension LengthError.Reason {
  var dutch: String {
    switch self {
    case .malformed:
      "Dit is geen termijn. Schrijf P, een getal en een eenheid: P5D (dagen), P6W (weken), P3M (maanden), P1Y (jaren), "
        + "of PT72H (uren)."
    case .severalUnits:
      "Een termijn heeft één eenheid, omdat de telregels per eenheid verschillen. Schrijf bijvoorbeeld P18M in plaats van P1Y6M."
    case .notPositive: "Een termijn is ten minste 1 uur, dag, week, maand of jaar."
    case .tooLong: "Deze termijn is langer dan honderd jaar."
    }
  }
}

extension TimeFormatError {
  /// Without the text: a date can be somebody's birthday.
  public var dutch: String { expected.dutch }
}

extension TimeFormatError.Expectation {
  var dutch: String {
    switch self {
    case .instant:
      "Dit is geen tijdstip. Schrijf het volgens RFC 3339 met een tijdzone, bijvoorbeeld 2026-05-04T13:30:00Z."
    case .date:
      "Dit is geen datum. Schrijf een bestaande dag volgens ISO 8601, bijvoorbeeld 2026-05-04."
    }
  }
}
