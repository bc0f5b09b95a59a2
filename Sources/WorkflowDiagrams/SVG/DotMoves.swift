/// The label of an arrow: what leads there, who may, and on which condition.
struct DotMoves {
  private static let width = 30

  private let moves: [Move]

  init(_ moves: [Move]) { self.moves = moves }

  var label: String { DotLabel.table(moves.map { DotLabel.row(text(of: $0), padding: 2) }.joined(), border: 0) }

  private func text(of move: Move) -> String {
    var text: String
    switch move.cause {
    case .command(let roles):
      text = DotLabel.text(move.place, .strong, width: Self.width)
      text += DotLabel.text(roles.joined(separator: ", "), .small, width: Self.width)
    case .deadline(let term):
      text = DotLabel.text("na \(term)", .strong, width: Self.width, color: Palette.timed)
      text += DotLabel.text(move.place, .small, width: Self.width)
    }
    text += move.conditions.map { DotLabel.text("mits \($0)", .condition, width: Self.width + 8) }.joined()
    for effect in move.effects { text += DotLabel.text(effect, .small, width: Self.width) }
    return text
  }
}
