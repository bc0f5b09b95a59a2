import CaseCore
import OrderedCollections

extension Model {
  /// The events in the children of a machine, as far as they change the number of a sort, or the case.
  func ofChildren(_ children: Children, without dead: Set<Int>) -> [ModelEvent] {
    children.sorts.indices.flatMap { number -> [ModelEvent] in
      let sort = children.sorts[number]
      guard let count = children.counts[number] else { return [] }
      let isThere: [Move] = [.require(diagrams.and(isOpen, space.set(count, 1..<count.values)))]
      let commands = inventory.choices(children.key, sort.state).compactMap { choice -> ModelEvent? in
        let moves = command(choice, of: children, number, without: dead)
        return moves.isEmpty
          ? nil : ModelEvent(label: "\(children.key): \(choice.command)", moves: isThere + moves, family: children.key)
      }
      let deadlines = children.machine.deadlines.compactMap { name, deadline -> ModelEvent? in
        guard deadline.states.contains(sort.state) else { return nil }
        let moves = expiry(name, deadline, of: children, number)
        return moves.isEmpty
          ? nil
          : ModelEvent(
            label: "\(children.key): termijn «\(name)» verloopt",
            moves: isThere + moves,
            family: children.key
          )
      }
      let reminders = children.machine.deadlines.compactMap { name, deadline -> ModelEvent? in
        let joins = deadline.reminders.flatMap(\.joins)
        guard !joins.isEmpty, deadline.states.contains(sort.state) else { return nil }
        used = []
        let moves = isThere + framed(joined(joins) + recalculated())
        return ModelEvent(label: "\(children.key): herinnering aan termijn «\(name)»", moves: moves)
      }
      return commands + deadlines + reminders
    }
  }

  private func command(_ choice: Inventory.Choice, of children: Children, _ number: Int, without dead: Set<Int>)
    -> [Move]
  {
    used = []
    var rest = DecisionDiagrams.all
    var ways: [[Move]] = []
    var isIdle = true
    for site in choice.sites {
      let transition = inventory.sites[site].transition
      let holds = self.holds(transition.requirements, .sort(children, number), choice.command)
      let sorts = children.sorts(after: transition, choice.definition, from: number)
      isIdle = isIdle && sorts.allSatisfy { children.areAlike($0, number) } && transition.root.isEmpty
      let changed = changed(children, from: number, to: sorts)
      let led = consequences(inventory.sites[site].consequences, choice.command)
      if !dead.contains(site) { ways.append([.require(diagrams.and(rest, holds))] + changed + led) }
      rest = diagrams.subtract(rest, holds)
    }
    guard !isIdle, !ways.isEmpty else { return [] }
    return framed(inputs(choice.definition, choice.command) + [.either(ways)])
  }

  private func expiry(_ name: String, _ deadline: Deadline, of children: Children, _ number: Int) -> [Move] {
    used = []
    let target: String? = if case .review(let state) = deadline.expiry { state } else { nil }
    let sort = target.flatMap { children.number(.init(state: $0, facts: children.sorts[number].facts)) } ?? number
    let moves =
      changed(children, from: number, to: [sort])
      + consequences(inventory.consequences(ofDeadline: name, in: children.key), nil)
      + joined(deadline.joins)
    guard !moves.isEmpty else { return [] }
    return framed(moves)
  }

  /// A child of one sort gets another sort; a sort that is not counted just disappears.
  private func changed(_ children: Children, from number: Int, to sorts: [Int]) -> [Move] {
    guard let count = children.counts[number], !sorts.allSatisfy({ children.areAlike($0, number) }) else { return [] }
    let ways = sorts.map { sort -> [Move] in
      if children.areAlike(sort, number) { return [] }
      return [fewer(count)] + (children.counts[sort].map { [more($0)] } ?? [])
    }
    return [.either(ways)]
  }

  /// What it causes in the case: the first transition whose requirements hold, or nothing.
  func consequences(_ sites: Range<Int>, _ command: String?) -> [Move] {
    guard !sites.isEmpty else { return [] }
    var rest = DecisionDiagrams.all
    var ways: [[Move]] = []
    for site in sites {
      let transition = inventory.sites[site].transition
      let holds = self.holds(transition.requirements, .frame(root), command)
      ways.append([.require(diagrams.and(rest, holds)), .pass(site)] + effects(transition, in: root, command))
      rest = diagrams.subtract(rest, holds)
    }
    return [.either(ways + [[.require(rest)]])]
  }
}

extension Children {
  /// Whether a child that goes from one sort to the other is counted as before.
  fileprivate func areAlike(_ one: Int, _ other: Int) -> Bool {
    one == other || counts[one] != nil && counts[one] == counts[other]
  }

  /// The sorts that a child can have after a transition.
  fileprivate func sorts(after transition: Transition, _ definition: CommandDefinition, from number: Int) -> [Int] {
    let state = transition.target ?? sorts[number].state
    return sorts.indices.filter { candidate in
      sorts[candidate].state == state
        && sorts[candidate].facts.allSatisfy { name, value in
          guard let fact = facts[name], let before = sorts[number].facts[name] else { return true }
          if let assigned = transition.assign[name] { return value == fact.index(of: assigned) }
          if let origin = transition.takes[name] {
            guard case .field(let field) = origin, definition.fields[field]?.isRequired != true else {
              return fact.settable.contains(value)
            }
            return fact.settable.contains(value) || value == before
          }
          if transition.counts.contains(name) { return value == fact.counted(before) }
          guard let field = definition.fields[name] else { return value == before }
          return fact.settable.contains(value) || !field.isRequired && value == before
        }
    }
  }
}
