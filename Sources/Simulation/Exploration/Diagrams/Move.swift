/// What happens to a situation, step by step. It can be followed forwards (what comes of these situations?) and backwards (from
/// which situations can these come?).
indirect enum Move {
  typealias Node = Diagrams.Node

  /// Goes on only in these situations.
  case require(Node)
  /// What these bits say becomes one of this set, whatever it was.
  case choose(Range<Int32>, Node)
  /// One of these happens.
  case either([[Move]])
  /// Notes that it is possible to come here.
  case pass(Int)
  /// From here on a variable means something, that no situation has.
  case begin(Space.Variable)
  /// From here on it no longer does.
  case forget(Space.Variable)

  static func choose(_ variable: Space.Variable, _ values: Node) -> Move { .choose(variable.bits, values) }
}

extension [Move] {
  /// - Parameter passed: hears of every number that some situation comes by.
  func image(of start: Diagrams.Node, in diagrams: Diagrams, passed: (Int) -> Void) -> Diagrams.Node {
    var now = start
    for move in self where now != Diagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let bits, let values): now = diagrams.and(diagrams.forget(bits, in: now), values)
      case .either(let ways):
        now = ways.reduce(Diagrams.none) { diagrams.or($0, $1.image(of: now, in: diagrams, passed: passed)) }
      case .pass(let number): passed(number)
      case .begin: break
      case .forget(let variable): now = diagrams.forget(variable.bits, in: now)
      }
    }
    return now
  }

  func preimage(of end: Diagrams.Node, in diagrams: Diagrams) -> Diagrams.Node {
    var now = end
    for move in reversed() where now != Diagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let bits, let values): now = diagrams.forget(bits, in: diagrams.and(now, values))
      case .either(let ways): now = ways.reduce(Diagrams.none) { diagrams.or($0, $1.preimage(of: now, in: diagrams)) }
      case .pass, .forget: break
      case .begin(let variable): now = diagrams.forget(variable.bits, in: now)
      }
    }
    return now
  }

  /// The same, with choices of neighbouring bits made at once.
  func joined(in diagrams: Diagrams) -> [Move] {
    var result: [Move] = []
    var run: [(bits: Range<Int32>, values: Diagrams.Node)] = []
    func end() {
      for (bits, values) in run.sorted(by: { $0.bits.lowerBound < $1.bits.lowerBound }) {
        if case .choose(let before, let others)? = result.last, before.upperBound == bits.lowerBound {
          result[result.count - 1] = .choose(before.lowerBound..<bits.upperBound, diagrams.and(others, values))
        } else {
          result.append(.choose(bits, values))
        }
      }
      run = []
    }
    for move in self {
      switch move {
      case .choose(let bits, let values):
        // Of two choices for the same bits the later counts.
        run.removeAll { $0.bits == bits }
        run.append((bits, values))
      case .either(let ways):
        end()
        result.append(.either(ways.map { $0.joined(in: diagrams) }))
      default:
        end()
        result.append(move)
      }
    }
    end()
    return result
  }
}
