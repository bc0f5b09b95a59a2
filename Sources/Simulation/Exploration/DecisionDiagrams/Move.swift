/// The effect of an event on a situation, step by step. Its image is the set of situations that follow from a set, its
/// preimage the set of situations from which a set can be reached.
indirect enum Move {
  typealias Node = DecisionDiagrams.Node

  /// Continues only in these situations.
  case require(Node)
  /// Replaces the values of these bits by all those in the set.
  case choose(Range<Int32>, Node)
  /// One of these happens.
  case either([[Move]])
  /// Records that this number can be reached.
  case pass(Int)
  /// From here on the variable has a meaning; it is not part of a situation.
  case begin(Space.Variable)
  /// From here on the variable has no meaning.
  case forget(Space.Variable)

  static func choose(_ variable: Space.Variable, _ values: Node) -> Move { .choose(variable.bits, values) }
}

extension [Move] {
  /// The sets that it is made of.
  var nodes: [DecisionDiagrams.Node] {
    flatMap { move -> [DecisionDiagrams.Node] in
      switch move {
      case .require(let node), .choose(_, let node): [node]
      case .either(let ways): ways.flatMap(\.nodes)
      case .pass, .begin, .forget: []
      }
    }
  }

  /// - Parameter passed: called with every number that some situation reaches.
  func image(of start: DecisionDiagrams.Node, in diagrams: DecisionDiagrams, passed: (Int) -> Void)
    -> DecisionDiagrams.Node
  {
    var now = start
    for move in self where now != DecisionDiagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let bits, let values): now = diagrams.and(diagrams.forget(bits, in: now), values)
      case .either(let ways):
        now = ways.reduce(DecisionDiagrams.none) { diagrams.or($0, $1.image(of: now, in: diagrams, passed: passed)) }
      case .pass(let number): passed(number)
      case .begin: break
      case .forget(let variable): now = diagrams.forget(variable.bits, in: now)
      }
    }
    return now
  }

  func preimage(of end: DecisionDiagrams.Node, in diagrams: DecisionDiagrams) -> DecisionDiagrams.Node {
    var now = end
    for move in reversed() where now != DecisionDiagrams.none {
      switch move {
      case .require(let node): now = diagrams.and(now, node)
      case .choose(let bits, let values): now = diagrams.forget(bits, in: diagrams.and(now, values))
      case .either(let ways):
        now = ways.reduce(DecisionDiagrams.none) { diagrams.or($0, $1.preimage(of: now, in: diagrams)) }
      case .pass, .forget: break
      case .begin(let variable): now = diagrams.forget(variable.bits, in: now)
      }
    }
    return now
  }

  /// The same effect, with adjacent choices of neighbouring bits joined.
  func joined(in diagrams: DecisionDiagrams) -> [Move] {
    var result: [Move] = []
    var run: [(bits: Range<Int32>, values: DecisionDiagrams.Node)] = []
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
        // Of two choices for the same bits the later one counts.
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
