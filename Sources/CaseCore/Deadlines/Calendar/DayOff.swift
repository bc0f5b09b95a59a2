/// Why a day is not a working day.
///
/// For `eu1182` only the weekend and the holidays of article 3, paragraph 1, of the Algemene termijnenwet count: Good Friday
/// and the days equated by decree are equated "for the application of this act", and Regulation 1182/71 is not this act. Reading
/// it more widely could make a deadline late; reading it narrowly can only make it early.
public enum DayOff: Sendable, Hashable {
  /// Saturday or Sunday.
  case weekend(Weekday)
  case holiday(Holiday)
  /// Equated with a holiday by royal decree.
  case equated(source: String)
  /// The organisation is closed.
  case closed(source: String)
}
