/// What happens to a situation, step by step. It can be followed forwards (what comes of these situations?) and backwards (from
/// which situations can these come?).
indirect enum Move {
  typealias Node = Diagrams.Node

  /// Goes on only in these situations.
  case require(Node)
  /// The variable gets a value of this set of its values, whatever it was.
  case choose(Space.Variable, Node)
  /// One of these happens.
  case either([[Move]])
  /// Notes that it is possible to come here.
  case pass(Int)

  /// Forgets a variable that no longer means anything.
  static func forget(_ variable: Space.Variable) -> Move { .choose(variable, Diagrams.all) }
}

extension [Move] {
  /// - Parameter passed: hears of every number that some situation comes by.
  func image(of start: Diagrams.Node, in diagrams: Diagrams, passed: (Int) -> Void) -> Diagrams.Node {
    var now = start
    for move in self where now != Diagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let variable, let values): now = diagrams.and(diagrams.forget(variable.bits, in: now), values)
      case .either(let ways):
        now = ways.reduce(Diagrams.none) { diagrams.or($0, $1.image(of: now, in: diagrams, passed: passed)) }
      case .pass(let number): passed(number)
      }
    }
    return now
  }

  func preimage(of end: Diagrams.Node, in diagrams: Diagrams) -> Diagrams.Node {
    var now = end
    for move in reversed() where now != Diagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let variable, let values): now = diagrams.forget(variable.bits, in: diagrams.and(now, values))
      case .either(let ways): now = ways.reduce(Diagrams.none) { diagrams.or($0, $1.preimage(of: now, in: diagrams)) }
      case .pass: break
      }
    }
    return now
  }
}
