import CaseCore
import OrderedCollections

/// What was covered of a workflow: its states, its transitions, and its requirements, both holding and not holding.
struct Coverage: Sendable {
  private let environment: Environment
  private(set) var states: [Int]
  private(set) var transitions: [Int]
  private(set) var holding: [Int]
  private(set) var failing: [Int]
  private(set) var refusals: [String: Int] = [:]
  private(set) var accepted = 0
  private(set) var lapsed = 0

  var inventory: Inventory { environment.inventory }

  init(_ environment: Environment) {
    self.environment = environment
    let inventory = environment.inventory
    states = Array(repeating: 0, count: inventory.states.count)
    transitions = Array(repeating: 0, count: inventory.sites.count)
    holding = Array(repeating: 0, count: inventory.guards.count)
    failing = holding
  }

  /// The states, by machine, in which something can be done that was not covered yet.
  var openPlaces: [String: Set<String>] {
    guard transitions.contains(0) || states.contains(0) else { return [:] }
    let inventory = environment.inventory
    var open: [String: Set<String>] = [:]
    for end in inventory.sites.flatMap(\.transition.ends) {
      let target = inventory.number(ofState: end.target, in: end.machine)
      if let target, states[target] == 0 { open[end.machine, default: []].formUnion(end.states) }
    }
    return inventory.states.reduce(into: open) { open, place in
      let sites = inventory.choices(place.machine, place.state).flatMap(\.sites)
      let isOpen = sites.contains { site in
        transitions[site] == 0 || inventory.sites[site].consequences.contains { transitions[$0] == 0 }
      }
      if isOpen { open[place.machine, default: []].insert(place.state) }
    }
  }

  /// - Returns: whether something was covered for the first time.
  mutating func note(_ attempt: Attempt, in environment: Environment) -> Bool {
    switch attempt.outcome {
    case .accepted(let decision): return note(decision, attempt, in: environment)
    case .lapsed: lapsed += 1
    case .refused(let refusal):
      refusals[refusal.code.rawValue, default: 0] += 1
      guard case .notNow = refusal, let evaluation = Evaluation(attempt, in: environment), evaluation.first == nil
      else {
        return false
      }
      return note(evaluation.verdicts, of: evaluation.choice.sites)
    }
    return false
  }

  private mutating func note(_ decision: Decision, _ attempt: Attempt, in environment: Environment) -> Bool {
    accepted += 1
    var isNew = false
    if let evaluation = Evaluation(attempt, in: environment), let first = evaluation.first {
      isNew = note(Array(evaluation.verdicts.prefix(first + 1)), of: evaluation.choice.sites)
    }
    for number in decision.taken.prefix(1).compactMap(inventory.number) { isNew = take(number) || isNew }
    if let led = Consequences(decision, attempt, in: environment) {
      isNew = note(Array(led.verdicts.prefix((led.first ?? led.verdicts.count) + 1)), of: led.sites) || isNew
      if let first = led.first { isNew = take(led.sites.lowerBound + first) || isNew }
    }
    for change in decision.entry.changes { isNew = enter(change, nil, decision.result) || isNew }
    return isNew
  }

  private mutating func take(_ number: Int) -> Bool {
    transitions[number] += 1
    return transitions[number] == 1
  }

  private mutating func enter(_ change: Change, _ child: String?, _ result: Case) -> Bool {
    switch change {
    case .inChild(let id, let inner): return enter(inner, id, result)
    case .entered(let state):
      guard let machine = result.instance(child)?.machine,
        let number = inventory.number(ofState: state, in: machine)
      else { return false }
      states[number] += 1
      return states[number] == 1
    default: return false
    }
  }

  private mutating func note(_ verdicts: [[Bool]], of sites: Range<Int>) -> Bool {
    var isNew = false
    for (number, verdicts) in zip(sites, verdicts) {
      for (index, holds) in zip(inventory.sites[number].guards, verdicts) {
        if holds { holding[index] += 1 } else { failing[index] += 1 }
        isNew = isNew || (holds ? holding[index] : failing[index]) == 1
      }
    }
    return isNew
  }
}
