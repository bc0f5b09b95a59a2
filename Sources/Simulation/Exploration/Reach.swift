import OrderedCollections

/// The situations that a case can reach.
struct Reach {
  typealias Node = DecisionDiagrams.Node

  let beginnings: [ModelEvent]
  let first: Node
  let events: [ModelEvent]
  private(set) var situations: Node
  private(set) var rounds = 0
  private(set) var isBounded = false
  /// The numbers of the transitions that can be taken.
  private(set) var passed: Set<Int> = []

  init(_ model: Model, without dead: Set<Int>, mostNodes: Int) {
    let diagrams = model.diagrams
    beginnings = model.beginnings()
    events = model.events(without: dead)
    var passed: Set<Int> = []
    first = beginnings.reduce(DecisionDiagrams.none) { first, beginning in
      diagrams.or(first, beginning.moves.image(of: DecisionDiagrams.all, in: diagrams) { passed.insert($0) })
    }
    situations = first
    var isNew = true
    while isNew, !isBounded {
      rounds += 1
      let before = situations
      for family in Self.families(events, model) {
        // The events of the children of one machine are followed to a fixed point before the next: sets of whole families
        // are small.
        var earlier = DecisionDiagrams.none
        while earlier != situations {
          earlier = situations
          for event in family {
            let reached = event.moves.image(of: situations, in: diagrams) { passed.insert($0) }
            situations = diagrams.or(situations, reached)
          }
        }
        if diagrams.size > mostNodes { isBounded = true; break }
      }
      isNew = situations != before
    }
    self.passed = passed
  }

  private static func families(_ events: [ModelEvent], _ model: Model) -> [[ModelEvent]] {
    let own = model.children.keys.map { key in events.filter { $0.family == key } }
    return own + events.filter { $0.family == nil }.map { [$0] }
  }

  /// The situations from which one of these can be reached.
  func leading(to goal: Node, _ diagrams: DecisionDiagrams) -> Node {
    var leading = goal
    var before = DecisionDiagrams.none
    while leading != before {
      before = leading
      for event in events {
        let more = diagrams.and(event.moves.preimage(of: leading, in: diagrams), situations)
        leading = diagrams.or(leading, more)
      }
    }
    return leading
  }

  /// The fewest events that lead to one of these situations, and the situations they lead to.
  func path(to goal: Node, _ diagrams: DecisionDiagrams) -> (steps: [String], place: Node)? {
    var layers = [first]
    var seen = first
    while diagrams.and(layers[layers.count - 1], goal) == DecisionDiagrams.none {
      let last = layers[layers.count - 1]
      let next = events.reduce(DecisionDiagrams.none) {
        diagrams.or($0, $1.moves.image(of: last, in: diagrams) { _ in })
      }
      let new = diagrams.subtract(next, seen)
      guard new != DecisionDiagrams.none, diagrams.size < Self.mostNodesForAPath else { return nil }
      seen = diagrams.or(seen, new)
      layers.append(new)
    }
    let place = diagrams.and(layers[layers.count - 1], goal)
    return (steps: steps(to: place, through: layers.dropLast(), diagrams), place: place)
  }

  private static let mostNodesForAPath = 6_000_000

  private func steps(to place: Node, through layers: ArraySlice<Node>, _ diagrams: DecisionDiagrams) -> [String] {
    var place = place
    var steps: [String] = []
    for layer in layers.reversed() {
      for event in events {
        let before = diagrams.and(event.moves.preimage(of: place, in: diagrams), layer)
        guard before != DecisionDiagrams.none else { continue }
        steps.append(event.label)
        place = before
        break
      }
    }
    let beginning = beginnings.first {
      let begun = $0.moves.image(of: DecisionDiagrams.all, in: diagrams) { _ in }
      return diagrams.and(begun, place) != DecisionDiagrams.none
    }
    return [beginning?.label ?? ""] + steps.reversed()
  }
}
