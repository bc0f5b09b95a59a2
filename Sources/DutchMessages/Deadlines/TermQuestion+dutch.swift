public import CaseCore

extension TermQuestion {
  /// Counts the term, and names the days that are closed besides in Dutch.
  public func answer(calendar: WorkCalendar) throws(Faults) -> TermAnswer {
    try answer(calendar: calendar, naming: ClosureNames(version: "met sluitingsdagen", source: "zoals gevraagd"))
  }
}

extension TermQuestion.Fault {
  public var dutch: String { reason.dutch }
}

extension TermQuestion.Fault.Reason {
  fileprivate var dutch: String {
    switch self {
    case .eventMissing: "Geef het begin van de termijn, of de gebeurtenis waarvóór hij voorbij moet zijn."
    case .twoEvents: "Geef óf het begin van de termijn, óf de gebeurtenis waarvóór hij voorbij moet zijn."
    case .notMoment:
      "Dit is geen dag of tijdstip. Schrijf een bestaande dag (2026-12-24) of een tijdstip met een tijdzone "
        + "(2026-12-24T10:00:00+01:00)."
    case .kindMissing: "Noem de soort termijn: daarvan hangt af hoe zij telt. \(Self.kinds)"
    case .kindUnknown: "Deze soort termijn bestaat niet. \(Self.kinds)"
    case .notLength(let reason): reason.dutch
    case .notDate: TimeFormatError.Expectation.date.dutch
    case .notPeriod: "Schrijf een opschorting als twee bestaande dagen: 2026-12-28..2027-01-04."
    case .periodReversed: "Een opschorting eindigt niet voordat zij begint."
    case .countedBack: "Een termijn die wordt teruggeteld kent geen opschorting of verlenging."
    case .notCountable(let error): error.dutch
    }
  }

  private static var kinds: String {
    "De soorten zijn: \(DeadlineKind.allCases.map(\.rawValue).joined(separator: ", "))."
  }
}
