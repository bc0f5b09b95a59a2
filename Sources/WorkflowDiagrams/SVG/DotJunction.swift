import OrderedCollections

/// The same moves to the same state, from one state or from several. From many states they are drawn with one label: what is
/// written once is read, and the lines stay apart.
struct DotJunction {
  private static let fewest = 3

  var from: [String]
  var to: String
  var moves: [Move]

  var isShared: Bool { from.count >= Self.fewest }
}

extension MachineDrawing {
  var junctions: [DotJunction] {
    struct Way: Hashable {
      var to: String
      var moves: [Move]
    }
    var sources: OrderedDictionary<Way, [String]> = [:]
    for arrow in arrows { sources[Way(to: arrow.to, moves: arrow.moves), default: []].append(arrow.from) }
    return sources.map { DotJunction(from: $1, to: $0.to, moves: $0.moves) }
  }
}
