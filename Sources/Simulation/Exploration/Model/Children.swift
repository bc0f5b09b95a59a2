import CaseCore
import OrderedCollections

/// The children of a machine, counted by sort: none, one, or more. When a machine has many sorts: none, or some, because
/// otherwise there would be too many situations.
struct Children {
  /// A sort of child: its state, and those of its facts that guards elsewhere depend on.
  struct Sort: Hashable {
    let state: String
    let facts: [String: Int]
  }

  let key: String
  let machine: Machine
  /// The facts that guards elsewhere depend on.
  let facts: OrderedDictionary<String, AbstractFact>
  let sorts: [Sort]
  /// The number of each sort; the last value stands for that many or more. `nil` for a sort that no guard depends on and in
  /// which nothing happens.
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

  /// The sorts that some child can have, whatever the guards say.
  private static func possible(
    _ sorts: [Sort],
    _ machine: Machine,
    _ facts: OrderedDictionary<String, AbstractFact>,
    _ workflow: Workflow
  ) -> [Sort] {
    // The combinations of facts do not depend on the state: they come from the start and from assignments.
    let assigned = machine.states.values.flatMap { $0.on.values.flatMap(\.self) } + machine.on.values.flatMap(\.self)
    let inputs = Set(workflow.machines.values.flatMap { $0.commands.values.flatMap(\.fields.keys) })
    return sorts.filter { sort in
      sort.facts.allSatisfy { name, value in
        guard let fact = facts[name] else { return true }
        if value == fact.index(of: machine.facts[name]?.initial) || inputs.contains(name) && value > 0 { return true }
        if value > 0, assigned.contains(where: { $0.takes[name] != nil }) { return true }
        return assigned.contains { $0.counts.contains(name) || $0.assign[name].map(fact.index) == value }
      }
    }
  }

  func number(_ sort: Sort) -> Int? { sorts.firstIndex(of: sort) }
}

extension Machine {
  /// Whether an event in a child causes a change in the case that situations distinguish.
  fileprivate var leadsOn: Bool {
    let transitions = states.values.flatMap { $0.on.values.flatMap(\.self) } + on.values.flatMap(\.self)
    return transitions.contains { !$0.root.isEmpty } || deadlines.values.contains { !$0.root.isEmpty }
      || deadlines.values.contains { $0.reminders.contains { !$0.joins.isEmpty } }
  }
}
