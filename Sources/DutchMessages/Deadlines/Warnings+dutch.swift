public import CaseCore

extension DueDate.Warning {
  public var dutch: String {
    switch self {
    case .decreeUnknown(let year):
      "Voor \(year) zijn de bij koninklijk besluit met een feestdag gelijkgestelde dagen niet volledig bekend; "
        + "de termijn kan later eindigen."
    }
  }
}

extension DeadlineExplanation.Warning {
  public var dutch: String {
    switch self {
    case .dueDate(let warning): warning.dutch
    case .notCountable(let error): error.dutch
    case .dateMissing: "De casus noemt de laatste dag niet."
    case .countsOtherwise(let clock, let now):
      "De klok gaat uit van \(Amsterdam.rfc3339(clock)); nu geteld zou de termijn eindigen op \(Amsterdam.rfc3339(now))."
    }
  }
}

extension TermAnswer {
  /// What makes the end uncertain, and what of the question does not count.
  public var warnings: [String] {
    let vain = "Een sluitingsdag telt alleen voor de soort 'werkdagen' en verandert deze termijn niet."
    return dueDate.warnings.map(\.dutch) + (closesInVain.isEmpty ? [] : [vain])
  }
}
