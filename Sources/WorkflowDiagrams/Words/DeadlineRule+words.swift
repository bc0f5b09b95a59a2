import CaseCore

extension DeadlineRule {
  /// As a reader says it, with the rules of counting: `3 maanden, kalender`; `5 werkdagen`.
  var words: String {
    switch kind {
    case .hours: length.dutch
    case .calendar: "\(length.dutch), kalender"
    case .workingDays: "\(length.amount) \(length.amount == 1 ? "werkdag" : "werkdagen")"
    case .atw: "\(length.dutch), Algemene termijnenwet"
    case .eu1182: "\(length.dutch), Verordening 1182/71"
    }
  }
}
