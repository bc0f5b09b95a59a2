import CaseCore
import OrderedCollections

/// The situations that one child can reach, while the case and its other children do everything that they can.
struct ChildReach {
  typealias Node = DecisionDiagrams.Node

  let children: Children
  let frame: Frame
  private(set) var situations: Node
  private(set) var passed: Set<Int> = []
  /// Transitions that cannot be taken, though their state can be reached.
  private(set) var dead: Set<Int> = []

  init(_ children: Children, _ model: Model, _ reach: Reach) {
    self.children = children
    let (space, diagrams) = (model.space, model.diagrams)
    frame = Frame(children.key, children.machine, model.mentions, isRoot: false, in: space)
    let isStarted = model.starts(of: children.key, reach.passed)
    let isMatched = model.workflow.matches.values.contains { $0.found == children.key }
    situations =
      isStarted.isEmpty
      ? isMatched ? model.initial(frame) : DecisionDiagrams.none : model.initial(frame, isStarted)
    let events = Self.events(children, frame, model, reach)
    var passed: Set<Int> = []
    var before = DecisionDiagrams.none
    while situations != before {
      before = situations
      for moves in events {
        situations = diagrams.or(situations, moves.image(of: situations, in: diagrams) { passed.insert($0) })
      }
    }
    self.passed = passed
    for name in frame.stateNames
    where diagrams.and(situations, space.set(frame.state, frame.number(name))) != DecisionDiagrams.none {
      for choice in model.inventory.choices(children.key, name) {
        dead.formUnion(choice.sites.filter { !passed.contains($0) })
      }
    }
    // A transition of all states of the machine is dead only when it is dead in each of them; `passed` has that already.
  }

  private static func events(
    _ children: Children,
    _ frame: Frame,
    _ model: Model,
    _ reach: Reach
  ) -> [[Move]] {
    // The variables outside the child are read, and not kept.
    let outside = Space.Variable(bits: 0..<model.bits, values: 0)
    let commands = frame.open.flatMap { number -> [[Move]] in
      let state = frame.stateNames[number]
      let around = model.around(children, in: state, reach.situations)
      return model.inventory.choices(children.key, state).map { choice in
        let moves = model.command(choice.command, choice.definition, choice.sites, frame, before: [])
        return [.require(model.space.set(frame.state, number)), .require(around)] + moves + [.forget(outside)]
      }
    }
    let deadlines = frame.machine.deadlines.map { name, deadline -> [Move] in
      let moves = model.expiry(name, deadline, frame)
      return moves.isEmpty ? [] : [.require(reach.situations)] + moves + [.forget(outside)]
    }
    let ends = model.ends(of: children.key, reach.passed).flatMap { end in
      end.states.map {
        [.require(model.space.set(frame.state, frame.number($0)))] + model.entered(end.target, in: frame)
      }
    }
    let resets = frame.expired.values.map { [Move.choose($0, model.space.set($0, 0))] }
    return (commands + deadlines + ends + resets).filter { !$0.isEmpty }
  }
}

extension Model {
  /// The situations of the case in which it has a child in this state.
  func around(_ children: Children, in state: String, _ situations: Node) -> Node {
    let counts = children.sorts.indices.filter { children.sorts[$0].state == state }.compactMap { children.counts[$0] }
    let isThere = counts.isEmpty ? DecisionDiagrams.all : space.any(counts.map { space.set($0, 1..<$0.values) })
    return space.all([situations, isOpen, isThere])
  }

  /// The situations with any numbers of children: the child itself has already changed them.
  func withoutCounts(_ situations: Node) -> Node {
    children.values.flatMap { $0.counts.compactMap(\.self) }.reduce(situations) { diagrams.forget($1.bits, in: $0) }
  }

  /// The commands with which a child of the machine can begin.
  fileprivate func starts(of machine: String, _ passed: Set<Int>) -> [String] {
    passed.sorted().filter { inventory.sites[$0].transition.starts.contains { $0.machine == machine } }
      .compactMap { inventory.sites[$0].command }
  }

  fileprivate func ends(of machine: String, _ passed: Set<Int>) -> [Transition.End] {
    Array(OrderedSet(passed.sorted().flatMap { inventory.sites[$0].transition.ends }.filter { $0.machine == machine }))
  }

  /// Of a child that the service makes, of which no guard knows what it sets.
  fileprivate func initial(_ frame: Frame) -> Node {
    let others = frame.standings.values.map(\.variable) + frame.expired.values + frame.visits.values
    let start = entered(frame.machine.initial, in: frame).image(
      of: space.all(others.map { space.set($0, 0) }),
      in: diagrams
    ) { _ in }
    return frame.facts.reduce(start) { node, fact in
      let initial = fact.value.index(of: frame.machine.facts[fact.key]?.initial)
      return diagrams.and(node, space.set(fact.value.variable, [initial]))
    }
  }

  /// - Parameter commands: the commands with which it can begin.
  fileprivate func initial(_ frame: Frame, _ commands: [String]) -> Node {
    let others = frame.standings.values.map(\.variable) + frame.expired.values + frame.visits.values
    let start = entered(frame.machine.initial, in: frame).image(
      of: space.all(others.map { space.set($0, 0) }),
      in: diagrams
    ) { _ in }
    return space.any(
      OrderedSet(commands).map { command in
        let fields = workflow.machine(of: command).flatMap { workflow.machines[$0]?.commands[command]?.fields } ?? [:]
        return frame.facts.reduce(start) { node, fact in
          let initial = fact.value.index(of: frame.machine.facts[fact.key]?.initial)
          let values =
            fields[fact.key].map { Array(fact.value.settable) + ($0.isRequired ? [] : [initial]) } ?? [initial]
          return diagrams.and(node, space.set(fact.value.variable, values))
        }
      }
    )
  }
}
