import OrderedCollections

/// The situations that a case can reach.
///
/// They are followed by state of the case: all that can happen in one state is followed to a fixed point before what leads out of it, and the
/// first state of the file with new situations is the next. So sets stay small: a set that has half of what a state can have is
/// larger than the whole.
struct Reach {
  typealias Node = DecisionDiagrams.Node

  let beginnings: [ModelEvent]
  let first: Node
  let events: [ModelEvent]
  private(set) var situations: Node
  /// How often a state was followed.
  private(set) var rounds = 0
  private(set) var isBounded = false
  /// The numbers of the transitions that can be taken.
  private(set) var passed: Set<Int> = []
  /// The sets that the events are made of.
  private let fixed: [Node]
  private let mostNodes: Int

  init(_ model: Model, without dead: Set<Int>, mostNodes: Int) {
    let diagrams = model.diagrams
    beginnings = model.beginnings()
    events = model.events(without: dead)
    var passed: Set<Int> = []
    first = beginnings.reduce(DecisionDiagrams.none) { first, beginning in
      diagrams.or(first, beginning.moves.image(of: DecisionDiagrams.all, in: diagrams) { passed.insert($0) })
    }
    situations = first
    self.passed = passed
    self.mostNodes = mostNodes
    let states = model.root.stateNames.indices.map { model.space.set(model.root.state, $0) }
    fixed = (beginnings + events).flatMap(\.moves.nodes) + states + [first]
    follow(states, Self.families(events, model), diagrams)
  }

  private mutating func follow(_ states: [Node], _ families: [[ModelEvent]], _ diagrams: DecisionDiagrams) {
    var followed = states.map { _ in DecisionDiagrams.none }
    func next(_ situations: Node) -> Int? {
      states.indices.first { diagrams.and(situations, states[$0]) != followed[$0] }
    }
    while !isBounded, let number = next(situations) {
      rounds += 1
      var here = diagrams.and(situations, states[number])
      var outside = DecisionDiagrams.none
      var before = DecisionDiagrams.none
      while before != here, !isBounded {
        before = here
        for family in families {
          follow(family, within: states[number], &here, &outside, diagrams)
          isBounded = !hasRoom(diagrams, [here, outside, before, situations] + followed)
          if isBounded { break }
        }
      }
      followed[number] = here
      situations = diagrams.or(situations, diagrams.or(here, outside))
    }
  }

  /// The events of the children of one machine are followed to a fixed point before the next: sets of whole families are small.
  private mutating func follow(
    _ family: [ModelEvent],
    within state: Node,
    _ here: inout Node,
    _ outside: inout Node,
    _ diagrams: DecisionDiagrams
  ) {
    var before = DecisionDiagrams.none
    while before != here {
      before = here
      for event in family {
        let reached = event.moves.image(of: here, in: diagrams) { passed.insert($0) }
        here = diagrams.or(here, diagrams.and(reached, state))
        outside = diagrams.or(outside, diagrams.subtract(reached, state))
      }
      if family.count == 1 { return }
    }
  }

  /// Forgets what is not needed when there is much of it.
  /// - Returns: `false` when what is needed is too much.
  private func hasRoom(_ diagrams: DecisionDiagrams, _ needed: [Node]) -> Bool {
    guard diagrams.size > mostNodes / 2 else { return true }
    diagrams.keep(fixed + needed)
    return diagrams.size <= mostNodes / 2
  }

  /// Forgets what is not needed when there is much of it, once the situations are known.
  /// - Parameter needed: the sets of others that are still needed.
  func tidy(_ diagrams: DecisionDiagrams, besides needed: [Node]) { _ = hasRoom(diagrams, [situations] + needed) }

  private static func families(_ events: [ModelEvent], _ model: Model) -> [[ModelEvent]] {
    let own = model.children.keys.map { key in events.filter { $0.family == key } }
    return own + events.filter { $0.family == nil }.map { [$0] }
  }

  /// The situations from which one of these can be reached. No other set but its own keeps its meaning.
  func leading(to goal: Node, _ diagrams: DecisionDiagrams) -> Node {
    var leading = goal
    var before = DecisionDiagrams.none
    while leading != before {
      before = leading
      for event in events {
        let more = diagrams.and(event.moves.preimage(of: leading, in: diagrams), situations)
        leading = diagrams.or(leading, more)
        tidy(diagrams, besides: [goal, leading, before])
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
