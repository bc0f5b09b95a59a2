import CaseCore
import OrderedCollections

extension Model {
  /// The situations in which a case begins, by each command that starts one.
  func beginnings() -> [ModelEvent] { inventory.starts.map(beginning) }

  private func beginning(_ start: Inventory.Choice) -> ModelEvent {
    let moves = command(start.command, start.definition, start.sites, root, before: unbegun)
    return ModelEvent(label: start.command, moves: moves)
  }

  /// The input of the command of a start, before it is decided whether a case begins.
  func heardAtBeginning(_ start: Inventory.Choice) -> [Move] {
    heard(start.command, start.definition, start.sites, root, before: unbegun)
  }

  /// No case yet: nothing happened, and the facts have their first values.
  private var unbegun: [Move] {
    let zero =
      (root.standings.values.map(\.variable) + root.expired.values + root.visits.values + root.parties.values
      + children.values.flatMap { $0.counts.compactMap(\.self) } + [root.state]).map {
        Move.choose($0, space.set($0, 0))
      }
    let facts = root.facts.map { name, fact in
      Move.choose(fact.variable, space.set(fact.variable, fact.index(of: root.machine.facts[name]?.initial)))
    }
    return zero + facts
  }

  /// Every event after the start of a case.
  /// - Parameter dead: transitions of children that were found to be impossible.
  func events(without dead: Set<Int>) -> [ModelEvent] {
    ofRoot + deadlines + children.values.flatMap { ofChildren($0, without: dead) } + resets
  }

  /// A command, in a machine that is followed.
  func command(
    _ name: String,
    _ definition: CommandDefinition,
    _ sites: Range<Int>,
    _ frame: Frame,
    before: [Move]
  ) -> [Move] {
    used = []
    var rest = DecisionDiagrams.all
    var ways: [[Move]] = []
    for site in sites {
      let transition = inventory.sites[site].transition
      let holds = self.holds(transition.requirements, .frame(frame), name)
      ways.append([.require(diagrams.and(rest, holds)), .pass(site)] + effects(transition, in: frame, name))
      rest = diagrams.subtract(rest, holds)
    }
    return framed(before: before, said(definition, name, in: frame) + [.either(ways)])
  }

  /// The input of a command before its transition is chosen, without forgetting it.
  func heard(
    _ name: String,
    _ definition: CommandDefinition,
    _ sites: Range<Int>,
    _ frame: Frame,
    before: [Move]
  ) -> [Move] {
    used = []
    for site in sites { _ = holds(inventory.sites[site].transition.requirements, .frame(frame), name) }
    return before + said(definition, name, in: frame)
  }

  private var ofRoot: [ModelEvent] {
    root.open.flatMap { number in
      inventory.choices(root.key, root.stateNames[number]).map { choice in
        let moves = command(
          choice.command,
          choice.definition,
          choice.sites,
          root,
          before: [.require(space.set(root.state, number))]
        )
        return ModelEvent(label: choice.command, moves: moves, family: family(of: choice.sites))
      }
    }
  }

  /// The machine of which it only makes a child.
  private func family(of sites: Range<Int>) -> String? {
    let transitions = inventory.sites[sites].map(\.transition)
    guard transitions.allSatisfy({ $0.target == nil }) else { return nil }
    return transitions.flatMap(\.starts).first?.machine
  }

  // MARK: - The clock

  private var deadlines: [ModelEvent] {
    let expiries = root.machine.deadlines.compactMap { name, deadline -> ModelEvent? in
      let moves = expiry(name, deadline, root)
      return moves.isEmpty ? nil : ModelEvent(label: "termijn «\(name)» verloopt", moves: moves)
    }
    let reminders = root.machine.deadlines.compactMap { name, deadline -> ModelEvent? in
      let moves = reminder(deadline, root)
      return moves.isEmpty ? nil : ModelEvent(label: "herinnering aan termijn «\(name)»", moves: moves)
    }
    return expiries + reminders
  }

  /// - Returns: nothing, when no reminder lets anyone in. Which one it is makes no difference here.
  private func reminder(_ deadline: Deadline, _ frame: Frame) -> [Move] {
    let joins = deadline.reminders.flatMap(\.joins)
    guard !joins.isEmpty else { return [] }
    used = []
    let runs = space.set(frame.state, deadline.states.map(frame.number))
    let holds = deadline.guard.map { self.holds($0, .frame(frame), nil) } ?? DecisionDiagrams.all
    return framed(before: [.require(runs)], [.require(holds)] + joined(joins) + recalculated())
  }

  /// - Returns: nothing, when it changes nothing that is followed.
  func expiry(_ name: String, _ deadline: Deadline, _ frame: Frame) -> [Move] {
    used = []
    var moves: [Move] = []
    if let passed = frame.expired[name] {
      let most = deadline.repeats ? passed.values - 1 : 0
      moves.append(
        .either(
          (0...most).map {
            [.require(space.set(passed, $0)), .choose(passed, space.set(passed, min($0 + 1, passed.values - 1)))]
          }
        )
      )
    }
    if frame.key == root.key {
      moves += joined(deadline.joins)
      if !deadline.joins.isEmpty { moves += recalculated() }
    }
    if case .review(let target) = deadline.expiry { moves += entered(target, in: frame) }
    guard !moves.isEmpty else { return [] }
    let runs = space.set(frame.state, deadline.states.map(frame.number))
    let holds = deadline.guard.map { self.holds($0, .frame(frame), nil) } ?? DecisionDiagrams.all
    return framed(before: [.require(runs)], [.require(holds)] + moves)
  }

  /// A deadline with a guard or a date may have restarted at any moment.
  private var resets: [ModelEvent] {
    root.expired.filter { name, _ in
      guard let deadline = root.machine.deadlines[name] else { return false }
      return deadline.guard != nil || deadline.term.isDate || deadline.beginsOn != nil || deadline.beginsAfter != nil
    }.map { name, passed in
      ModelEvent(label: "termijn «\(name)» begint opnieuw", moves: [.choose(passed, space.set(passed, 0))])
    } + again
  }

  /// A deadline that begins on a day of the case and led to a review does not lead there again by that day: it has expired
  /// from the start.
  private var again: [ModelEvent] {
    root.machine.deadlines.compactMap { name, deadline in
      guard let passed = root.expired[name], case .review = deadline.expiry,
        deadline.beginsOn != nil || deadline.beginsAfter != nil
      else { return nil }
      let runs = space.set(root.state, deadline.states.map(root.number))
      let moves = [Move.require(runs), .choose(passed, space.set(passed, 1))]
      return ModelEvent(label: "termijn «\(name)» was al verlopen", moves: moves)
    }
  }
}

extension Deadline.Term {
  var isDate: Bool { if case .fact = self { true } else { false } }
}

/// An event, and its effect on a situation.
struct ModelEvent {
  /// In Dutch, for a path: its reader knows the workflow, not the model.
  let label: String
  let moves: [Move]
  /// The machine whose children it is about, when it changes nothing else that matters.
  var family: String?
}
