package import CaseCore

/// What a change does, as the API calls it.
package enum ChangeKind: String, CaseIterable {
  case set = "instellen"
  case clear = "wissen"
  case close = "sluiten"
  case open = "openen"
  case equate = "gelijkstellen"
  case unequate = "niet-gelijkstellen"
  case decreesKnown = "jaar-bekend"
  case decreesUnknown = "jaar-onbekend"

  package init(_ change: SettingsChange) {
    self =
      switch change {
      case .set: .set
      case .clear: .clear
      case .close: .close
      case .open: .open
      case .equate: .equate
      case .unequate: .unequate
      case .decreesKnown: .decreesKnown
      case .decreesUnknown: .decreesUnknown
      }
  }

  package static let member = "wijziging"
  private static let place = ["werkstroom", "regio", "casustype", "termijn"]

  /// The members of such a change.
  var members: [String] {
    let own =
      switch self {
      case .set: Self.place + ["lengte", "soort", "waarschuwingen", "rollen", "herinneringen", "kalender", "actief"]
      case .clear: Self.place
      case .close: ["kalender", "datum", "bron"]
      case .open: ["kalender", "datum"]
      case .equate: ["datum", "bron"]
      case .unequate: ["datum"]
      case .decreesKnown, .decreesUnknown: ["jaar"]
      }
    return [Self.member] + own
  }
}
