import CaseCore
import OrderedCollections

extension Model {
  private func to(_ variable: Space.Variable, _ value: Int) -> Move { .choose(variable, space.set(variable, value)) }

  private func anything(_ variable: Space.Variable) -> Move { .choose(variable, space.any(of: variable)) }

  // MARK: - A command, before its transition is chosen

  /// The input of a command: after its guards are known, so that only what they depend on is distinguished.
  func said(_ definition: CommandDefinition, _ command: String, in frame: Frame) -> [Move] {
    inputs(definition, command) + recorded(definition, command, in: frame) + cast(definition.ballot, in: frame)
  }

  /// The choice fields that guards may depend on, each with its possible values.
  func inputs(_ definition: CommandDefinition, _ command: String) -> [Move] {
    definition.fields.compactMap { name, declared in
      guard let variable = fields[Question(scope: command, about: name)], used.contains(variable) else { return nil }
      return .choose(variable, space.set(variable, (declared.isRequired ? 1 : 0)..<variable.values))
    }
  }

  /// The fields that are facts of the machine.
  private func recorded(_ definition: CommandDefinition, _ command: String, in frame: Frame) -> [Move] {
    definition.fields.compactMap { name, declared -> Move? in
      guard let fact = frame.facts[name] else { return nil }
      let left: [[Move]] = declared.isRequired ? [] : [[]]
      guard let field = field(name, of: command), used.contains(field.variable) else {
        return .either(left + [[.choose(fact.variable, space.set(fact.variable, fact.settable))]])
      }
      let ways = (0..<field.variable.values).map { value -> [Move] in
        let isThis = Move.require(space.set(field.variable, value))
        return value == 0 ? [isThis] : [isThis, to(fact.variable, fact.index(of: field.options[value - 1]))]
      }
      return .either(ways)
    }
  }

  /// The effect of a command on a joint decision: its new state depends on the votes, which are not followed.
  private func cast(_ ballot: Ballot?, in frame: Frame) -> [Move] {
    guard let ballot, let standing = frame.standings[ballot.decision] else { return [] }
    switch ballot.action {
    case .vote, .recuse: return [anything(standing.variable)]
    case .withdraw: return [.require(space.set(standing.variable, 0...1)), to(standing.variable, 0)]
    }
  }

  // MARK: - A transition

  func effects(_ transition: Transition, in frame: Frame, _ command: String?) -> [Move] {
    let isRoot = frame.key == root.key
    var moves = transition.assign.compactMap { name, value in
      frame.facts[name].map { to($0.variable, $0.index(of: value)) }
    }
    moves += transition.takes.compactMap { name, origin in
      frame.facts[name].map { taken(origin, as: $0, command) }
    }
    moves += transition.counts.compactMap { name in frame.facts[name].map(counted) }
    if isRoot {
      moves += parties(transition)
      moves += transition.ends.flatMap(ended)
      moves += transition.starts.flatMap { started($0, command) }
    }
    moves += transition.restarts.compactMap { frame.expired[$0].map { to($0, 0) } }
    return moves + (transition.target.map { entered($0, in: frame) } ?? [])
  }

  func entered(_ state: String, in frame: Frame) -> [Move] {
    var moves = [to(frame.state, frame.number(state))]
    if let visits = frame.visits[state] {
      moves.append(
        .either(
          (0..<visits.values).map { [.require(space.set(visits, $0)), to(visits, min($0 + 1, visits.values - 1))] }
        )
      )
    }
    moves += frame.standings.values.map { to($0.variable, 0) }
    let stopped = frame.expired.filter { frame.machine.deadlines[$0.key]?.states.contains(state) != true }
    return moves + stopped.values.map { to($0, 0) }
  }

  /// A value that a sender chose is not followed to the fact: it may be any.
  private func taken(_ origin: Transition.Origin, as fact: AbstractFact, _ command: String?) -> Move {
    let some = Move.choose(fact.variable, space.set(fact.variable, fact.settable))
    let definition = command.flatMap { name in
      workflow.machine(of: name).flatMap { workflow.machines[$0]?.commands[name] }
    }
    guard case .field(let name) = origin, definition?.fields[name]?.isRequired != true else { return some }
    return .either([[], [some]])
  }

  private func counted(_ fact: AbstractFact) -> Move {
    .either(
      (0..<fact.variable.values).map { [.require(space.set(fact.variable, $0)), to(fact.variable, fact.counted($0))] }
    )
  }

  /// The parties. They determine who votes, and so the states of joint decisions.
  private func parties(_ transition: Transition) -> [Move] {
    guard !transition.leaves.isEmpty || !transition.joins.isEmpty else { return [] }
    var moves: [Move] = []
    for leave in transition.leaves {
      switch leave {
      case .role(let role): moves += root.parties[role].map { [to($0, 0)] } ?? []
      case .organisations: moves += root.parties.values.map { .either([[], [to($0, 0)]]) }
      }
    }
    return moves + joined(transition.joins) + recalculated()
  }

  /// In states with votes, others may now have to vote. Elsewhere there are no votes, and nothing is decided.
  func recalculated() -> [Move] {
    root.standings.values.map { standing in
      let voting = space.set(root.state, standing.states)
      return .either([[.require(voting), anything(standing.variable)], [.require(diagrams.not(voting))]])
    }
  }

  func joined(_ joins: [Transition.Join]) -> [Move] {
    joins.flatMap { join -> [Move] in
      guard let role = join.role else { return root.parties.values.map { .either([[], [to($0, 1)]]) } }
      guard let party = root.parties[role] else { return [] }
      let isSure = join.source == .organisations(.sender)
      return isSure ? [to(party, 1)] : [.either([[], [to(party, 1)]])]
    }
  }

  // MARK: - Children

  /// One more of a sort.
  func more(_ count: Space.Variable) -> Move {
    .either((0..<count.values).map { [.require(space.set(count, $0)), to(count, min($0 + 1, count.values - 1))] })
  }

  /// One less of a sort of which there is at least one.
  func fewer(_ count: Space.Variable) -> Move {
    let most = count.values - 1
    return .either(
      (1..<most).map { [.require(space.set(count, $0)), to(count, $0 - 1)] }
        + [[.require(space.set(count, most)), .choose(count, space.set(count, (most - 1)...most))]]
    )
  }

  private func ended(_ end: Transition.End) -> [Move] {
    guard let children = children[end.machine] else { return [] }
    return children.sorts.indices.compactMap { number -> Move? in
      let sort = children.sorts[number]
      guard end.states.contains(sort.state), sort.state != end.target, let count = children.counts[number] else {
        return nil
      }
      let target = children.number(.init(state: end.target, facts: sort.facts)).flatMap { children.counts[$0] }
      guard target != count else { return nil }
      let isEach = children.areAll(countedWith: number, in: end.states)
      return .either((isEach ? [] : staying(count, target)) + ending(count, target))
    }
  }

  /// All of them get the other sort; one that is not counted just disappears.
  private func ending(_ count: Space.Variable, _ target: Space.Variable?) -> [[Move]] {
    guard let target else { return [[to(count, 0)]] }
    let most = count.values - 1
    let few = (0..<most).map { number -> [Move] in
      [.require(space.set(count, number))] + Array(repeating: more(target), count: number) + [to(count, 0)]
    }
    return few + [[.require(space.set(count, most)), to(target, most), to(count, 0)]]
  }

  /// Of children that are counted together, all may stay, or some.
  private func staying(_ count: Space.Variable, _ target: Space.Variable?) -> [[Move]] {
    let some = space.set(count, 1..<count.values)
    guard let target else { return [[], [.require(some), .choose(count, some)]] }
    let ways = [more(target), to(target, target.values - 1)]
    return [[]] + ways.map { [.require(some), .choose(count, some), $0] }
  }

  private func started(_ start: Transition.Start, _ command: String?) -> [Move] {
    guard let children = children[start.machine] else { return [] }
    let definition = command.flatMap { name in
      workflow.machine(of: name).flatMap { workflow.machines[$0]?.commands[name] }
    }
    let counts = children.initial(definition).compactMap { children.counts[$0] }
    guard !counts.isEmpty else { return [] }
    let isOne = start.part != .eachParty && start.part != .eachRecipient
    // One for each of several organisations: any number of every sort.
    return isOne
      ? [.either(counts.map { [more($0)] })] : counts.map { .either([[], [more($0)], [to($0, $0.values - 1)]]) }
  }
}

extension Children {
  /// The sorts that a new child can have.
  func initial(_ definition: CommandDefinition?) -> [Int] {
    sorts.indices.filter { number in
      let sort = sorts[number]
      return sort.state == machine.initial
        && sort.facts.allSatisfy { name, value in
          guard let fact = facts[name] else { return true }
          let first = fact.index(of: machine.facts[name]?.initial)
          guard let field = definition?.fields[name] else { return value == first }
          return fact.settable.contains(value) || !field.isRequired && value == first
        }
    }
  }
}
