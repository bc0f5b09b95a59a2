import CaseCore
import OrderedCollections

/// Everything in a workflow that can be covered, numbered: its states, its transitions with what they cause in the case, and
/// their requirements.
struct Inventory: Sendable {
  /// A transition, with its place.
  struct Site: Sendable {
    /// As in `WorkflowFault`.
    let path: [String]
    /// `nil` for a transition at the end of a deadline.
    let command: String?
    let transition: Transition
    /// The numbers of its requirements.
    let guards: Range<Int>
    /// The numbers of the transitions that it can cause in the case.
    var consequences: Range<Int> = 0..<0
  }

  /// What a command can lead to in a state: the numbers of its transitions, in the order in which they are evaluated.
  struct Choice: Sendable {
    let command: String
    let definition: CommandDefinition
    let sites: Range<Int>
  }

  private(set) var sites: [Site] = []
  private(set) var guards: [[String]] = []
  private(set) var states: [(machine: String, state: String)] = []
  /// The ways in which a case begins.
  private(set) var starts: [Choice] = []
  private var choices: [String: [String: [Choice]]] = [:]
  private var numbers: [String: [String: Int]] = [:]
  private var named: [TransitionName: Int] = [:]
  private var byClock: [String: [String: Range<Int>]] = [:]

  init(_ workflow: Workflow) {
    for (key, machine) in workflow.machines { add(machine, key) }
  }

  func choices(_ machine: String, _ state: String) -> [Choice] { choices[machine]?[state] ?? [] }

  func number(ofState state: String, in machine: String) -> Int? { numbers[machine]?[state] }

  func number(of name: TransitionName) -> Int? { named[name] }

  /// What the expiry of a child's deadline can cause in the case.
  func consequences(ofDeadline name: String, in machine: String) -> Range<Int> { byClock[machine]?[name] ?? 0..<0 }

  // MARK: - Numbering

  private mutating func add(_ machine: Machine, _ key: String) {
    let path = ["machines", key]
    for (index, start) in machine.starts.enumerated() {
      guard let definition = machine.commands[start.command] else { continue }
      let sites = add(
        [start.transition],
        [path + ["start", "\(index)"]],
        .init(machine: key, state: nil, command: start.command, index: 0)
      )
      starts.append(Choice(command: start.command, definition: definition, sites: sites))
    }
    let shared = machine.on.map { choice($0, $1, machine, key, nil, path + ["on", $0]) }
    for (name, state) in machine.states {
      numbers[key, default: [:]][name] = states.count
      states.append((key, name))
      let own = state.on.map { choice($0, $1, machine, key, name, path + ["states", name, "on", $0]) }
      let inherited = shared.filter { state.on[$0.command] == nil }
      choices[key, default: [:]][name] = state.isFinal ? [] : own + inherited
    }
    for (name, deadline) in machine.deadlines where !deadline.root.isEmpty {
      let paths = deadline.root.indices.map { path + ["after", name, "case", "\($0)"] }
      byClock[key, default: [:]][name] = add(deadline.root, paths, nil)
    }
  }

  private mutating func choice(
    _ command: String,
    _ transitions: [Transition],
    _ machine: Machine,
    _ key: String,
    _ state: String?,
    _ path: [String]
  ) -> Choice {
    let paths = transitions.indices.map { path + ["\($0)"] }
    let first = TransitionName(machine: key, state: state, command: command, index: 0)
    let definition = machine.commands[command] ?? CommandDefinition(label: command, roles: [], grounds: [])
    return Choice(command: command, definition: definition, sites: add(transitions, paths, first))
  }

  /// - Parameter first: the name of the first of them; `nil` when they have none.
  private mutating func add(_ transitions: [Transition], _ paths: [[String]], _ first: TransitionName?) -> Range<Int> {
    let start = sites.count
    for (transition, path) in zip(transitions, paths) {
      let before = guards.count
      for index in transition.requirements.indices { guards.append(path + ["guard", "\(index)"]) }
      sites.append(Site(path: path, command: first?.command, transition: transition, guards: before..<guards.count))
    }
    let range = start..<sites.count
    for (index, number) in range.enumerated() {
      var name = first
      name?.index = first?.consequence == nil ? index : first?.index ?? 0
      if first?.consequence != nil { name?.consequence = index }
      if let name { named[name] = number }
      let root = sites[number].transition.root
      guard !root.isEmpty else { continue }
      var inner = name
      inner?.consequence = 0
      let paths = root.indices.map { sites[number].path + ["case", "\($0)"] }
      sites[number].consequences = add(root, paths, inner)
    }
    return range
  }
}
