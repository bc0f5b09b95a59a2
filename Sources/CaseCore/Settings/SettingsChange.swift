/// One thing that a proposal changes in the settings.
public enum SettingsChange: Hashable, Sendable {
  /// Replaces what was set at this place.
  case set(SettingPlace, DeadlineSetting)
  /// Back to what the workflow, or a wider setting, says.
  case clear(SettingPlace)
  /// A day on which the organisations that use the calendar are closed. The first one makes the calendar.
  case close(calendar: String, CivilDate, source: String)
  case open(calendar: String, CivilDate)
  /// A day that a royal decree equates with a holiday (Algemene termijnenwet, art. 3 lid 3), in every calendar.
  case equate(CivilDate, source: String)
  case unequate(CivilDate)
  /// All decreed days of the year are known.
  case decreesKnown(year: Int)
  case decreesUnknown(year: Int)
}

extension SettingsChange {
  /// What a change is about: two changes of one subject exclude each other.
  public enum Subject: Hashable, Sendable {
    case place(SettingPlace)
    case closure(calendar: String, CivilDate)
    case decree(CivilDate)
    case year(Int)
  }

  public var subject: Subject {
    switch self {
    case .set(let place, _), .clear(let place): .place(place)
    case .close(let calendar, let date, _), .open(let calendar, let date): .closure(calendar: calendar, date)
    case .equate(let date, _), .unequate(let date): .decree(date)
    case .decreesKnown(let year), .decreesUnknown(let year): .year(year)
    }
  }
}

extension SettingsChange {
  /// With its texts in the one form in which they are stored.
  public var composed: SettingsChange {
    switch self {
    case .set(let place, let setting): .set(place.composed, setting)
    case .clear(let place): .clear(place.composed)
    case .close(let calendar, let date, let source): .close(calendar: calendar, date, source: source.composed)
    case .equate(let date, let source): .equate(date, source: source.composed)
    case .open, .unequate, .decreesKnown, .decreesUnknown: self
    }
  }
}

extension SettingPlace {
  fileprivate var composed: SettingPlace {
    var place = self
    place.region = region?.composed
    return place
  }
}
