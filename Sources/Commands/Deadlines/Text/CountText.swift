import CaseCore

/// A count of a term as a table that people read: of a term that somebody asked about (`Termijnberekening`), or of a deadline of
/// a case (`Termijnuitleg`).
enum CountText {
  static func ofTerm(_ answer: Answer) throws -> String {
    let event =
      if let before = try answer.optionalText("voor") {
        "teruggeteld vanaf \(before)"
      } else {
        "vanaf \(try answer.text("van"))"
      }
    let length = MomentText.length(try answer.text("lengte"))
    return
      (["Termijn van \(length), soort \(try answer.text("soort")), \(event)", ""] + (try table(of: answer))
      + ["", try last(of: answer)] + (try foot(of: answer))).joined(separator: "\n")
  }

  static func ofDeadline(_ deadline: Answer) throws -> String {
    var lines = [
      "\(try name(of: deadline))  \(try line("omschrijving", of: deadline))",
      "Bron: \(try line("bron", of: deadline))",
      "Begonnen: \(Amsterdam.rfc3339(try deadline.moment("begonnenTijdstip")))",
    ]
    lines += try deadline.list("gebeurtenissen").map { event in try text(event: event) }
    if try !deadline.list("stappen").isEmpty { lines += [""] + (try table(of: deadline)) + [""] }
    let due = try deadline.optionalMoment("uiterlijkTijdstip")
    lines.append(due.map { "Voorbij op \(Amsterdam.rfc3339($0))" } ?? "De termijn staat stil.")
    lines += try deadline.list("komendeMomenten").map { coming in try text(coming: coming) }
    return (lines + (try foot(of: deadline))).joined(separator: "\n")
  }

  /// `advies`, or of a part of the case `adviesaanvraag-1/advies`.
  static func name(of deadline: Answer) throws -> String {
    let key = try line("sleutel", of: deadline)
    return try deadline.optionalText("onderdeel").map { "\(Terminal.line($0))/\(key)" } ?? key
  }

  private static func line(_ name: String, of answer: Answer) throws -> String {
    Terminal.line(try answer.text(name))
  }

  private static func last(of answer: Answer) throws -> String {
    let over = "voorbij op \(Amsterdam.rfc3339(try answer.moment("uiterlijkTijdstip")))"
    guard let day = try answer.optionalText("laatsteDag") else { return "Uiterlijk: \(over)" }
    // A day of another form is shown as it came.
    return "Laatste dag: \((try? CivilDate(iso8601: day))?.dutch ?? Terminal.line(day)); \(over)"
  }

  private static func foot(of answer: Answer) throws -> [String] {
    ["Kalender: \(try line("kalender", of: answer))"] + (try answer.texts("waarschuwingen")).map { "Let op: \($0)" }
  }

  /// Two lines a step, under a heading.
  private static func table(of answer: Answer) throws -> [String] {
    let rows = try answer.list("stappen").map { step in
      (
        MomentText.dateOrMoment(try step.text("van")), MomentText.dateOrMoment(try step.text("tot")),
        try line("regel", of: step), try line("bron", of: step)
      )
    }
    let width = rows.map { max($0.0.count, $0.1.count) }.max() ?? 0
    func column(_ text: String) -> String { text + String(repeating: " ", count: width - text.count + 2) }
    let margin = String(repeating: " ", count: 2 * (width + 2))
    return [column("van") + column("tot") + "regel en bron"]
      + rows.flatMap { [column($0.0) + column($0.1) + $0.2, margin + $0.3] }
  }

  private static func text(event: Answer) throws -> String {
    let at = Amsterdam.rfc3339(try event.moment("tijdstip"))
    let kind = try line("soort", of: event).capitalizedFirst
    return try event.optionalText("lengte").map { "\(kind) met \(MomentText.length($0)): \(at)" } ?? "\(kind): \(at)"
  }

  private static func text(coming: Answer) throws -> String {
    let at = Amsterdam.rfc3339(try coming.moment("tijdstip"))
    return "\(try line("soort", of: coming).capitalizedFirst): \(at)  \(try RoleText.list(coming.list("rollen")))"
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
