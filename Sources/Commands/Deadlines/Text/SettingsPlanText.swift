/// What a proposal does to running cases (`Termijnplan`), as an administrator reads it.
enum SettingsPlanText {
  /// A case in which something changes, with what happens in it at once.
  static func of(case planned: Answer) throws -> String {
    let heading = "\(try planned.text("casus"))  \(try planned.text("werkstroom"))  \(try planned.text("regio"))"
    let deadlines = try planned.list("termijnen").map { change in "    \(try deadline(change))" }
    let consequences = try planned.list("gevolgen").map { consequence in
      "      gevolg: \(try self.consequence(consequence))"
    }
    return ([Terminal.line(heading)] + deadlines + consequences).joined(separator: "\n")
  }

  /// What happened at once in a case, in one line.
  static func lasting(_ planned: Answer) throws -> String {
    let consequences = try planned.list("gevolgen").map { one in try consequence(one) }
    return "\(try planned.text("casus"))  \(consequences.joined(separator: "; "))"
  }

  static func totals(_ plan: Answer) throws -> String {
    var lines: [String] = []
    let regions = try plan.list("perRegio")
    if !regions.isEmpty {
      lines.append("per regio")
      lines += try regions.map { part in "    \(Terminal.line(try part.text("regio")))  \(try total(part))" }
      lines.append("per termijn")
      lines += try plan.list("perTermijn").map { part in
        "    \(try SettingText.name(part))  \(try total(part))"
      }
    }
    let examined = "\(try plan.number("bekeken")) zaken bekeken, in \(try plan.number("gewijzigd")) verandert iets"
    lines.append("\(examined): \(try total(plan.part("totaal")))")
    let unreadable = try plan.number("onleesbaar")
    if unreadable > 0 { lines.append("\(unreadable) zaken konden niet worden gelezen") }
    lines.append("plan \(Terminal.line(try plan.text("plan")))")
    return lines.joined(separator: "\n")
  }

  private static func total(_ part: Answer) throws -> String {
    "\(try part.number("termijnen")) termijnen anders, \(try part.number("lopenMeteenAf")) lopen meteen af, "
      + "\(try part.number("waarschuwingenOpnieuw")) waarschuwingen opnieuw, "
      + "\(try part.number("waarschuwingenNietMeer")) waarschuwingen niet meer"
  }

  private static func deadline(_ change: Answer) throws -> String {
    let (old, new) = (
      MomentText.end(try change.optionalMoment("oudUiterlijkTijdstip")),
      MomentText.end(try change.optionalMoment("nieuwUiterlijkTijdstip"))
    )
    let effect =
      switch try change.text("gevolg") {
      case "begint": "begint bij goedkeuring; nu zou dat zijn: \(new)"
      case "vervalt": "\(old) -> vervalt"
      default: "\(old) -> \(new)"
      }
    var text = "\(try CountText.name(of: change))  \(effect)"
    if try change.flag("looptMeteenAf") { text += "  LOOPT METEEN AF" }
    let (again, never) = (try change.numbers("waarschuwtOpnieuw"), try change.numbers("waarschuwtNietMeer"))
    if !again.isEmpty { text += "  waarschuwt opnieuw: \(ordinals(again))" }
    if !never.isEmpty { text += "  waarschuwt niet meer: \(ordinals(never))" }
    return text
  }

  /// The API counts from one already.
  private static func ordinals(_ numbers: [Int64]) -> String { numbers.map { "\($0)e" }.joined(separator: ", ") }

  private static func consequence(_ consequence: Answer) throws -> String {
    let moves = try consequence.list("fasen").map { move in
      "\(try move.optionalText("onderdeel") ?? "de zaak") gaat van «\(try move.text("van"))» naar «\(try move.text("naar"))»"
    }
    let told = try consequence.texts("bericht")
    let message = told.isEmpty ? "niemand krijgt bericht" : "bericht aan \(told.joined(separator: ", "))"
    let parts = (moves + [message]).joined(separator: ", ")
    return Terminal.line("\(try consequence.text("termijn")) loopt af, \(parts); niet terug te draaien")
  }
}
