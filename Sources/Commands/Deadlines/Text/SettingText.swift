import StrictJSON

/// What is set of a deadline (`Instellingswaarde`), and what a proposal changes (`Termijnwijziging`), as an administrator reads
/// them.
enum SettingText {
  /// Only what is set.
  static func value(_ value: Answer) throws -> String {
    let parts: [String?] = [
      try value.optionalText("lengte").map { "lengte \(MomentText.length($0))" },
      try value.optionalText("soort").map { "soort \($0)" },
      try notices("waarschuwingen", "voor", of: value).map { "waarschuwen vooraf: \($0)" },
      try value.optionalList("rollen") == nil ? nil : "bij afloop aan \(try roles(of: value))",
      try notices("herinneringen", "na", of: value).map { "herinneren daarna: \($0)" },
      try value.optionalText("kalender").map { "kalender \($0)" },
      try value.optionalFlag("actief").map { $0 ? "aan" : "uit" },
    ]
    return Terminal.line(parts.compactMap(\.self).joined(separator: "; "))
  }

  /// Which deadlines of which cases: `vergunning, zaak/beslistermijn, regio oost`.
  static func place(_ place: Answer) throws -> String {
    let deadline = try place.optionalPart("termijn")
    let parts: [String?] = [
      try place.text("werkstroom"),
      try deadline.map { name in try self.name(name) } ?? "alle termijnen",
      try place.optionalText("regio").map { "regio \($0)" },
      try place.optionalText("casustype").map { "casustype \($0)" },
    ]
    return Terminal.line(parts.compactMap(\.self).joined(separator: ", "))
  }

  /// As it is named on the command line: `zaak/beslistermijn`.
  static func name(_ deadline: Answer) throws -> String {
    "\(try deadline.text("onderdeel"))/\(try deadline.text("sleutel"))"
  }

  static func change(_ change: Answer) throws -> String {
    let kind = try change.text("wijziging")
    let text =
      switch kind {
      case "instellen": "instellen: \(try place(change)): \(try value(change))"
      case "wissen": "niet langer instellen: \(try place(change))"
      case "sluiten":
        "sluitingsdag \(try change.text("datum")) in kalender \(try change.text("kalender")) (\(try change.text("bron")))"
      case "openen": "geen sluitingsdag meer: \(try change.text("datum")) in kalender \(try change.text("kalender"))"
      case "gelijkstellen": "gelijkgesteld met een feestdag: \(try change.text("datum")) (\(try change.text("bron")))"
      case "niet-gelijkstellen": "niet langer gelijkgesteld met een feestdag: \(try change.text("datum"))"
      case "jaar-bekend": "gelijkgestelde dagen van \(try change.number("jaar")) volledig bekend"
      case "jaar-onbekend": "gelijkgestelde dagen van \(try change.number("jaar")) niet volledig bekend"
      // Of a later service: the whole of it, in its own words.
      default: change.json.text
      }
    return Terminal.line(text)
  }

  private static func notices(_ name: String, _ distance: String, of value: Answer) throws -> String? {
    guard let list = try value.optionalList(name) else { return nil }
    let texts = try list.map { notice in
      "\(MomentText.length(try notice.text(distance))) aan \(try roles(of: notice))"
    }
    return texts.isEmpty ? "geen" : texts.joined(separator: "; ")
  }

  private static func roles(of answer: Answer) throws -> String {
    try answer.texts("rollen").joined(separator: ", ")
  }
}
