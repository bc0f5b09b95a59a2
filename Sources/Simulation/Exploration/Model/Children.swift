import CaseCore
import OrderedCollections

/// The children of a machine, counted by sort: none, one, or more. When a machine has many sorts: none, or some, because
/// otherwise there would be too many situations.
///
/// Sorts that no guard tells apart are counted together, so that a machine with many states costs as much as its differences do.
/// Such a count says that there is a child of one of them, and any of their events may happen: more than can happen, never less.
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
  /// The number of each sort; the last value stands for that many or more. Sorts that are counted together have the same one. `nil`
  /// for a sort that no guard depends on and in which nothing happens.
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
    var known: [Look: Space.Variable] = [:]
    counts = possible.map { sort in
      let isSeen = mentions.childStates.contains(.init(machine: key, name: sort.state))
      let isFinal = machine.states[sort.state]?.isFinal ?? false
      guard matters, isSeen || !isFinal else { return nil }
      let look = Self.look(sort, of: key, facts, mentions)
      let count = known[look] ?? space.variable(most + 1)
      known[look] = count
      return count
    }
  }

  /// What guards elsewhere see of a child of a sort.
  private struct Look: Hashable {
    let lists: Set<Set<String>>
    let values: [String: Set<[Value]>]
    /// Numbers and dates, which guards compare.
    let others: [String: Int]
  }

  private static func look(
    _ sort: Sort,
    of key: String,
    _ facts: OrderedDictionary<String, AbstractFact>,
    _ mentions: Mentions
  ) -> Look {
    let lists = (mentions.childLists[key] ?? []).filter { $0.contains(sort.state) }
    var values: [String: Set<[Value]>] = [:]
    var others: [String: Int] = [:]
    for (name, value) in sort.facts {
      guard let fact = facts[name], fact.isChoice else {
        others[name] = value
        continue
      }
      let asked = mentions.childValues[.init(machine: key, name: name)] ?? []
      values[name] = asked.filter { value > 0 && $0.map(fact.index).contains(value) }
    }
    return Look(lists: lists, values: values, others: others)
  }

  /// The first of the sorts that are counted with this one.
  func first(countedWith number: Int) -> Int {
    counts[number] == nil ? number : counts.firstIndex { $0 == counts[number] } ?? number
  }

  /// Whether all sorts that are counted with this one are in these states.
  func areAll(countedWith number: Int, in states: [String]) -> Bool {
    sorts.indices.allSatisfy { counts[$0] != counts[number] || states.contains(sorts[$0].state) }
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
