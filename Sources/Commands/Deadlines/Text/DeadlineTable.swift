import CaseCore

/// Deadlines for people to read, the first due first and those that stand still last: a line each under a heading, and how many
/// there are.
struct DeadlineTable {
  private struct Row {
    var due: Instant?
    var place: String
    var standing: String
    var cells: [String]
  }

  private let rows: [Row]

  /// Whether only some were asked for.
  private let isChoice: Bool

  init(_ deadlines: [Answer], isChoice: Bool) throws {
    self.isChoice = isChoice
    rows = try deadlines.map { deadline in try Self.row(deadline) }
      .sorted { ($0.due ?? .max, $0.place) < ($1.due ?? .max, $1.place) }
  }

  var text: String {
    guard !rows.isEmpty else {
      return isChoice
        ? "Van de termijnen die u mag zien, is er geen zoals u vroeg." : "Er lopen geen termijnen die u mag zien."
    }
    let table = [["UITERLIJK", "STAND", "REGIO", "CASUS", "TERMIJN", "VOLGEND MOMENT"]] + rows.map(\.cells)
    let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    return (lines + ["", total]).joined(separator: "\n")
  }

  private var total: String {
    func count(_ standing: String) -> Int { rows.count { $0.standing == standing } }
    return "\(rows.count) \(rows.count == 1 ? "termijn" : "termijnen"): \(count("loopt")) lopend, "
      + "\(count("verlopen")) verlopen, \(count("opgeschort")) opgeschort"
  }

  private static func row(_ deadline: Answer) throws -> Row {
    let due = try deadline.optionalMoment("uiterlijkTijdstip")
    let (id, standing) = (try deadline.text("casus"), try deadline.text("stand"))
    let (child, label) = (try deadline.optionalText("onderdeel"), try deadline.text("omschrijving"))
    let end = try deadline.optionalText("laatsteDag") ?? due.map(MomentText.clock) ?? "staat stil"
    let cells = [
      end, standing, try deadline.text("regio"), id, child.map { "\(label) (\($0))" } ?? label, try next(of: deadline),
    ]
    return Row(
      due: due,
      place: "\(id) \(child ?? "") \(try deadline.text("sleutel"))",
      standing: standing,
      cells: cells.map(Terminal.line)
    )
  }

  private static func next(of deadline: Answer) throws -> String {
    guard let next = try deadline.optionalPart("volgendMoment") else { return "-" }
    let roles = try RoleText.list(next.list("rollen"))
    return "\(MomentText.clock(try next.moment("tijdstip"))) \(try next.text("soort")): \(roles)"
  }
}
