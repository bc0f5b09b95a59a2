/// One thing that a proposal changes in the settings.
public enum ConfigurationChange: Hashable, Sendable, Codable {
  /// Takes the place of what was set at this place before.
  case set(SettingPlace, DeadlineSetting)
  /// From here on what the workflow says, or a wider setting.
  case clear(SettingPlace)
  /// A day on which the organisations that use the calendar are closed. The first makes the calendar.
  case close(calendar: String, CivilDate, source: String)
  case open(calendar: String, CivilDate)
  /// A day that a royal decree equates with a holiday (Algemene termijnenwet, art. 3 lid 3), in every calendar.
  case equate(CivilDate, source: String)
  case unequate(CivilDate)
  /// All decreed days of the year are known.
  case decreesKnown(year: Int)
  case decreesUnknown(year: Int)
}
