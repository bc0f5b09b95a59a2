import CaseCore

extension DayOff {
  /// As in "valt op ...".
  var dutch: String {
    switch self {
    case .weekend(let weekday): "een \(weekday.dutch)"
    case .holiday(let holiday): holiday.dutch
    case .equated(let source): "een met een feestdag gelijkgestelde dag (\(source))"
    case .closed(let source): "een sluitingsdag (\(source))"
    }
  }
}

extension Holiday {
  fileprivate var dutch: String {
    switch self {
    case .newYearsDay: "Nieuwjaarsdag"
    case .goodFriday: "Goede Vrijdag"
    case .easterMonday: "tweede paasdag"
    case .kingsDay: "Koningsdag"
    case .queensDay: "Koninginnedag"
    case .liberationDay: "Bevrijdingsdag"
    case .ascensionDay: "Hemelvaartsdag"
    case .whitMonday: "tweede pinksterdag"
    case .christmasDay: "eerste kerstdag"
    case .boxingDay: "tweede kerstdag"
    }
  }
}
