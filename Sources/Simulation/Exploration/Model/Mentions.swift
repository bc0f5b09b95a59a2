import CaseCore
import OrderedCollections

/// What the guards of a workflow depend on: everything that situations have to distinguish.
struct Mentions {
  struct Name: Hashable {
    let machine: String
    let name: String
  }

  private(set) var facts: Set<Name> = []
  /// The highest number that a number fact is compared with.
  private(set) var numbers: [Name: Int64] = [:]
  private(set) var decisions: Set<Name> = []
  /// The highest number of visits that a guard asks for.
  private(set) var visits: [Name: Int] = [:]
  private(set) var expired: [Name: Int] = [:]
  private(set) var parties: Set<String> = []
  /// States of children that guards elsewhere depend on.
  private(set) var childStates: Set<Name> = []
  /// Facts of children that guards elsewhere depend on.
  private(set) var childFacts: Set<Name> = []
  /// By machine, the lists of states that guards elsewhere ask for: states in the same lists are alike to everything outside the child.
  private(set) var childLists: [String: Set<Set<String>>] = [:]
  /// The lists of values that guards elsewhere ask for.
  private(set) var childValues: [Name: Set<[Value]>] = [:]

  private let workflow: Workflow

  init(_ workflow: Workflow) {
    self.workflow = workflow
    for (key, machine) in workflow.machines {
      let lists = [machine.on] + machine.states.values.map(\.on)
      let transitions = lists.flatMap { $0.values.flatMap(\.self) } + machine.starts.map(\.transition)
      for transition in transitions {
        read(transition.requirements, of: key)
        for consequence in transition.root { read(consequence.requirements, of: workflow.root) }
      }
      for deadline in machine.deadlines.values {
        if let condition = deadline.guard { read(condition, of: key, isFromOutside: false) }
        for consequence in deadline.root { read(consequence.requirements, of: workflow.root) }
      }
    }
  }

  private mutating func read(_ requirements: [Transition.Requirement], of machine: String) {
    for requirement in requirements { read(requirement.guard, of: machine, isFromOutside: false) }
  }

  private mutating func read(_ condition: Guard, of machine: String, isFromOutside: Bool) {
    func name(_ name: String) -> Name { Name(machine: machine, name: name) }
    switch condition {
    case .all(let guards), .any(let guards):
      for inner in guards { read(inner, of: machine, isFromOutside: isFromOutside) }
    case .not(let inner): read(inner, of: machine, isFromOutside: isFromOutside)
    case .root(let inner): read(inner, of: workflow.root, isFromOutside: false)
    case .fact(let fact, let values):
      facts.insert(name(fact))
      for case .number(let number) in values { raise(name(fact), to: number + 1) }
      if isFromOutside {
        childFacts.insert(name(fact))
        childValues[name(fact), default: []].insert(values)
      }
    case .reached(let fact, let number):
      facts.insert(name(fact))
      raise(name(fact), to: number)
      if isFromOutside { childFacts.insert(name(fact)) }
    case .recent(.fact(let fact), _): facts.insert(name(fact))
    case .decided(let decision, _), .divided(let decision): decisions.insert(name(decision))
    case .visited(let state, let count): visits[name(state)] = max(visits[name(state)] ?? 0, count)
    case .expired(let deadline, let times): expired[name(deadline)] = max(expired[name(deadline)] ?? 0, times)
    // Who holds a role through others is for the directory to say.
    case .party(let role): if !workflow.isThroughParty(role) { parties.insert(role) }
    case .children(let children): read(children)
    case .state(let states): if isFromOutside { childLists[machine, default: []].insert(Set(states)) }
    case .field, .recent, .ground, .sender, .voted: break
    }
  }

  private mutating func read(_ children: Guard.Children) {
    let all = Array((workflow.machines[children.machine]?.states ?? [:]).keys)
    childLists[children.machine, default: []].insert(Set(children.states))
    let isAboutAll = children.states.isEmpty || children.quantity == .every
    for state in isAboutAll ? all : children.states { childStates.insert(Name(machine: children.machine, name: state)) }
    if let condition = children.condition { read(condition, of: children.machine, isFromOutside: true) }
  }

  private mutating func raise(_ name: Name, to number: Int64) { numbers[name] = max(numbers[name] ?? 0, number) }
}
