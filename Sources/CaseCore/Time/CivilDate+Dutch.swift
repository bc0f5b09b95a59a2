extension CivilDate {
  /// As a Dutch reader writes it: `maandag 4 mei 2026`.
  public var dutch: String {
    let (year, month, day) = components
    return "\(weekday.dutch) \(day) \(Self.monthNames[month - 1]) \(year)"
  }

  private static let monthNames = [
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
  ]
}

extension Weekday {
  /// The Dutch name, in lower case.
  public var dutch: String {
    switch self {
    case .monday: "maandag"
    case .tuesday: "dinsdag"
    case .wednesday: "woensdag"
    case .thursday: "donderdag"
    case .friday: "vrijdag"
    case .saturday: "zaterdag"
    case .sunday: "zondag"
    }
  }
}
