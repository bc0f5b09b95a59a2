import CaseCore
import OrderedCollections

/// The variables of one machine that is followed: its state, and what else guards depend on.
struct Frame {
  let key: String
  let machine: Machine
  let state: Space.Variable
  let stateNames: [String]
  private(set) var facts: OrderedDictionary<String, AbstractFact> = [:]
  private(set) var standings: OrderedDictionary<String, Standing> = [:]
  private(set) var expired: OrderedDictionary<String, Space.Variable> = [:]
  private(set) var visits: OrderedDictionary<String, Space.Variable> = [:]
  /// Of the root: the roles that a party holds.
  private(set) var parties: OrderedDictionary<String, Space.Variable> = [:]

  /// The state of a joint decision: 0 open, 1 divided, then its outcomes.
  struct Standing {
    let variable: Space.Variable
    let options: [String]
    /// The numbers of the states in which votes are cast.
    let states: [Int]
  }

  init(_ key: String, _ machine: Machine, _ mentions: Mentions, isRoot: Bool, in space: Space) {
    self.key = key
    self.machine = machine
    stateNames = Array(machine.states.keys)
    state = space.variable(max(stateNames.count, 1))
    func name(_ name: String) -> Mentions.Name { .init(machine: key, name: name) }
    for (fact, declared) in machine.facts where mentions.facts.contains(name(fact)) {
      facts[fact] = AbstractFact(declared, highest: mentions.numbers[name(fact)] ?? 1, in: space)
    }
    for (decision, joint) in machine.decisions where mentions.decisions.contains(name(decision)) {
      let options = machine.options(of: decision, joint)
      let states = stateNames.indices.filter { machine.isVoted(on: decision, in: stateNames[$0]) }
      standings[decision] = Standing(variable: space.variable(options.count + 2), options: options, states: states)
    }
    for deadline in machine.deadlines.keys {
      if let times = mentions.expired[name(deadline)] { expired[deadline] = space.variable(times + 1) }
    }
    for state in stateNames {
      if let count = mentions.visits[name(state)] { visits[state] = space.variable(count + 1) }
    }
    if isRoot { for role in mentions.parties.sorted() { parties[role] = space.variable(2) } }
  }

  func isFinal(_ state: String) -> Bool { machine.states[state]?.isFinal ?? false }

  func number(_ state: String) -> Int { stateNames.firstIndex(of: state) ?? 0 }

  /// The numbers of the states that are not final.
  var open: [Int] { stateNames.indices.filter { !isFinal(stateNames[$0]) } }
}

extension Machine {
  fileprivate func isVoted(on decision: String, in state: String) -> Bool {
    commands.contains { $1.ballot?.decision == decision && !transitions(for: $0, in: state).isEmpty }
  }

  /// The possible outcomes of a joint decision.
  fileprivate func options(of decision: String, _ joint: JointDecision) -> [String] {
    var options: [String] = []
    for definition in commands.values where definition.vote == decision {
      guard case .choice(let choices)? = definition.fields[joint.field]?.kind else { continue }
      for choice in choices where !options.contains(choice.key) { options.append(choice.key) }
    }
    return options
  }
}
