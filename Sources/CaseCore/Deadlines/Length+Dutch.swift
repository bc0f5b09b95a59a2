extension Length {
  /// As a Dutch reader says it: `6 weken`.
  public var dutch: String { "\(amount) \(amount == 1 ? unit.dutchSingular : unit.dutchPlural)" }
}

extension Length.Unit {
  var dutchSingular: String {
    switch self {
    case .hours: "uur"
    case .days: "dag"
    case .weeks: "week"
    case .months: "maand"
    case .years: "jaar"
    }
  }

  var dutchPlural: String {
    switch self {
    case .hours: "uren"
    case .days: "dagen"
    case .weeks: "weken"
    case .months: "maanden"
    case .years: "jaren"
    }
  }
}
