import CaseCore
import OrderedCollections

/// The children of a machine, taken together: of each sort there is none, one, or more. Of a machine with many sorts there is
/// none, or some: else there would be too much to tell apart.
struct Children {
  /// A sort of child: in this state, with these facts, of those that others look at.
  struct Sort: Hashable {
    let state: String
    let facts: [String: Int]
  }

  let key: String
  let machine: Machine
  /// Its facts that others look at.
  let facts: OrderedDictionary<String, AbstractFact>
  let sorts: [Sort]
  /// How many there are of each sort, of which the last value stands for that many or more; `nil` for a sort that nobody looks at and in which nothing happens.
  let counts: [Space.Variable?]

  private static let mostSorts = 16
  private static let mostCounted = 2

  init(_ key: String, _ machine: Machine, _ mentions: Mentions, _ workflow: Workflow, in space: Space, values: Space) {
    self.key = key
    self.machine = machine
    var facts: OrderedDictionary<String, AbstractFact> = [:]
    var sorts = machine.states.keys.map { Sort(state: $0, facts: [:]) }
    for (name, fact) in machine.facts where mentions.childFacts.contains(.init(machine: key, name: name)) {
      guard
        let followed = AbstractFact(fact, highest: mentions.numbers[.init(machine: key, name: name)] ?? 1, in: values),
        sorts.count * followed.variable.values <= Self.mostSorts
      else { continue }
      facts[name] = followed
      sorts = sorts.flatMap { sort in
        (0..<followed.variable.values).map { value in
          Sort(state: sort.state, facts: sort.facts.merging([name: value]) { $1 })
        }
      }
    }
    self.facts = facts
    let possible = Self.possible(sorts, machine, facts, workflow)
    self.sorts = possible
    let isSeen = possible.contains { mentions.childStates.contains(.init(machine: key, name: $0.state)) }
    let matters = isSeen || machine.leadsOn
    let most = possible.count > Self.mostCounted ? 1 : 2
    counts = possible.map { sort in
      let isSeen = mentions.childStates.contains(.init(machine: key, name: sort.state))
      let isFinal = machine.states[sort.state]?.isFinal ?? false
      return matters && (isSeen || !isFinal) ? space.variable(most + 1) : nil
    }
  }

  /// Those that some child can come to be of, whatever the guards say.
  private static func possible(
    _ sorts: [Sort],
    _ machine: Machine,
    _ facts: OrderedDictionary<String, AbstractFact>,
    _ workflow: Workflow
  ) -> [Sort] {
    // Which facts a child can have at once does not depend on its state: what it begins with, and what is assigned.
    let assigned = machine.states.values.flatMap { $0.on.values.flatMap(\.self) } + machine.on.values.flatMap(\.self)
    let isGiven = Set(workflow.machines.values.flatMap { $0.commands.values.flatMap(\.fields.keys) })
    return sorts.filter { sort in
      sort.facts.allSatisfy { name, value in
        guard let fact = facts[name] else { return true }
        if value == fact.index(of: machine.facts[name]?.initial) || isGiven.contains(name) && value > 0 { return true }
        return assigned.contains { $0.counts.contains(name) || $0.assign[name].map(fact.index) == value }
      }
    }
  }

  func number(_ sort: Sort) -> Int? { sorts.firstIndex(of: sort) }
}

extension Machine {
  /// Whether something in a child leads to something in the case that situations tell apart.
  fileprivate var leadsOn: Bool {
    let transitions = states.values.flatMap { $0.on.values.flatMap(\.self) } + on.values.flatMap(\.self)
    return transitions.contains { !$0.root.isEmpty } || deadlines.values.contains { !$0.root.isEmpty }
  }
}
