import CaseAPI
import CaseCore
import OrderedCollections
import StrictJSON

/// A change of one deadline with what is set at its place already: to the service a setting replaces all that was set there, and
/// whoever names one value on the command line does not mean to take the others away.
enum CompletedChange {
  private static let places = ["werkstroom", "regio", "casustype", "termijn"]
  private static let values = [
    "lengte", "soort", "waarschuwingen", "rollen", "herinneringen", "kalender", "actief",
  ]

  /// - Parameter settings: all that is set (`Termijninstelling`).
  static func json(_ change: SettingsChange, from settings: [Answer]) -> JSON {
    guard case .set = change, case .object(var members) = change.json else { return change.json }
    let found = settings.first { setting in
      places.allSatisfy { (setting.json[$0] ?? .null) == (members[$0] ?? .null) }
    }
    for name in values where (members[name] ?? .null) == .null {
      if let value = found?.json[name] { members[name] = value }
    }
    return .object(members)
  }
}
