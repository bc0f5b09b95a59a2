/// The rules by which a deadline is counted. The raw values are those of the workflow files.
public enum DeadlineKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Hours by the clock, day and night.
  case hours = "uren"
  /// Days, weeks, months or years of the calendar; the end is never moved.
  case calendar = "kalender"
  /// Days on which the organisation works; all others are skipped.
  case workingDays = "werkdagen"
  /// A term set in a Dutch statute or order in council: the Algemene termijnenwet applies.
  case atw
  /// A term set in an act of the European Union: Regulation (EEC, Euratom) 1182/71 applies.
  case eu1182
}
