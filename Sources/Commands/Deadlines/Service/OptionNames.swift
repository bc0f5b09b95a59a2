import CaseCore

/// What the members of a request are called by whoever typed it. The service tells a fault in the words of the API, as
/// `wijzigingen[0].lengte`; on the command line that is `--length`.
struct OptionNames {
  /// The changes that were sent, each as it was made of options; `nil` for one that somebody wrote in a file.
  var changes: [SettingsChange?] = []

  private static let members = [
    "reden": "--reason", "plan": "--plan", "meteenLatenAflopen": "--expire-now", "rol": "--role", "regio": "--region",
    "stand": "--status", "casus": "--case",
  ]

  /// - Parameter field: as the service named it. One that no option stands for keeps its name.
  func option(for field: String) -> String {
    guard let (_, number, path, member) = field.wholeMatch(of: /wijzigingen\[([0-9]+)\]\.?(([a-z]*).*)/)?.output else {
      return Self.members[field] ?? field
    }
    guard let number = Int(number), changes.indices.contains(number) else { return field }
    guard let change = changes[number] else {
      return "--changes, wijziging \(number + 1)\(path.isEmpty ? "" : ", \(path)")"
    }
    return Self.option(for: String(member), of: change) ?? field
  }

  private static func option(for member: String, of change: SettingsChange) -> String? {
    switch change {
    case .set, .clear: SettingOptions.names[member]
    case .close: ["kalender": "--calendar", "datum": "--close", "bron": "--source"][member]
    case .open: ["kalender": "--calendar", "datum": "--open"][member]
    case .equate: ["datum": "--equate", "bron": "--source"][member]
    case .unequate: ["datum": "--unequate"][member]
    case .decreesKnown: ["jaar": "--decrees-known"][member]
    case .decreesUnknown: ["jaar": "--decrees-unknown"][member]
    }
  }
}
