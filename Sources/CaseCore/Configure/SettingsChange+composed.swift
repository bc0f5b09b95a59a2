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
