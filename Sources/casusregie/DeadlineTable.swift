import CaseCore
import CaseStore
import OrderedCollections

/// Deadlines for people to read: a line each under a heading, and how many there are.
struct DeadlineTable {
  private let deadlines: [DeadlineView]

  /// Whether only some were asked for.
  private let isChoice: Bool

  init(_ deadlines: [DeadlineView], isChoice: Bool) {
    self.deadlines = deadlines
    self.isChoice = isChoice
  }

  var text: String {
    guard !deadlines.isEmpty else {
      return isChoice
        ? "Van de termijnen die u mag zien, is er geen zoals u vroeg." : "Er lopen geen termijnen die u mag zien."
    }
    let rows = [["UITERLIJK", "STAND", "REGIO", "CASUS", "TERMIJN", "VOLGEND MOMENT"]] + deadlines.map(\.cells)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    return (lines + ["", total]).joined(separator: "\n")
  }

  private var total: String {
    func count(_ standing: DeadlineView.Standing) -> Int { deadlines.count { $0.standing == standing } }
    return "\(deadlines.count) \(deadlines.count == 1 ? "termijn" : "termijnen"): \(count(.running)) lopend, "
      + "\(count(.overdue)) verlopen, \(count(.suspended)) opgeschort"
  }
}

extension DeadlineView {
  fileprivate var cells: [String] {
    [
      lastDay?.description ?? due.map(Self.clock) ?? "staat stil", standing.rawValue, region, alias.text,
      name.child.map { "\(label) (\($0))" } ?? label,
      next.map { "\(Self.clock($0.at)) \($0.kind.rawValue): \(roleNames($0.roles))" } ?? "-",
    ]
  }

  private static func clock(_ moment: Instant) -> String {
    String(Amsterdam.local(at: moment).description.prefix(16)).replacing("T", with: " ")
  }

  private func roleNames(_ keys: [String]) -> String {
    keys.map { workflow.roles[$0]?.label ?? $0 }.joined(separator: ", ")
  }
}
