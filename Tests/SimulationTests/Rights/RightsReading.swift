import Foundation
import Yams

/// The rights in the text of a workflow, as `workflows/README.md` says what its keys mean.
///
/// It is written a second time on purpose: it reads the YAML by itself, every scalar as text, and nothing here is a type, a reader or a
/// check of the product.
struct RightsReading {
  struct Command {
    let machine: String
    let roles: [String]
    let isVouched: Bool
    /// What it does in which joint decision, as `vote behandeling`.
    let ballot: String?
    /// How votes of that decision must differ.
    let apart: String?
    /// Whether it is a vote in a decision that is taken among some.
    let isAmong: Bool
    /// Whether each way that it takes under this key asks whose command it is: `state`, or nothing for the machine and the start.
    let askSender: [String: Bool]
    /// Who may read its entry; `nil` for the audience of the state.
    let audience: [String]?
    /// The roles in which an organisation that it names may read it too.
    let sharedAmong: [String]
  }

  struct State {
    let audience: [String]
    let isFinal: Bool
    /// The commands that stand under `on` of the state or of its machine.
    let commands: Set<String>
  }

  struct Machine {
    /// The commands that start a case.
    let starts: Set<String>
    let states: [String: State]
  }

  let root: String
  /// By role.
  let access: [String: String]
  /// The roles that an organisation has because it takes part in another.
  let through: Set<String>
  let machines: [String: Machine]
  let commands: [String: Command]
  /// For a role that is a part, the machine of the children that grant it.
  let parts: [String: String]

  private typealias Mapping = [AnyHashable: Any]

  struct Unreadable: Error {}

  /// - Parameter folder: of the workflow.
  init(_ folder: String) throws {
    try self.init(text: String(contentsOfFile: "\(folder)/workflow.yaml", encoding: .utf8))
  }

  init(text: String) throws {
    guard let file = try Yams.load(yaml: text, .basic.appending(.merge)) as? Mapping, let root = file["root"] as? String
    else {
      throw Unreadable()
    }
    self.root = root
    access = Self.mapping(file["roles"]).reduce(into: [:]) { access, role in
      guard let name = role.key as? String else { return }
      access[name] = Self.mapping(role.value)["access"] as? String ?? "party"
    }
    through = Set(Self.named(file["roles"]).filter { $0.value["through"] as? String == "party" }.keys)
    let parsed = Self.named(file["machines"])
    machines = parsed.mapValues(Self.machine)
    commands = parsed.reduce(into: [:]) { commands, machine in
      let decisions = Self.named(machine.value["decisions"])
      for (name, command) in Self.named(machine.value["commands"]) {
        commands[name] = Self.command(command, of: machine.key, decisions, Self.askSender(name, machine.value))
      }
    }
    parts = Self.grants(file["machines"] ?? "")
  }

  private static func command(
    _ command: Mapping,
    of machine: String,
    _ decisions: [String: Mapping],
    _ asked: [String: Bool]
  )
    -> Command
  {
    let action = ["vote", "withdraw", "recuse"].first { command[$0] != nil }
    let decision = action.flatMap { command[$0] as? String }
    return Command(
      machine: machine,
      roles: texts(command["roles"]),
      isVouched: command["vouched"] as? String == "true",
      ballot: action.flatMap { action in decision.map { "\(action) \($0)" } },
      apart: decision.flatMap { decisions[$0]?["apart"] as? String },
      isAmong: command["vote"] != nil && decision.flatMap { decisions[$0]?["among"] } != nil,
      askSender: asked,
      audience: command["audience"].map(texts),
      sharedAmong: texts(mapping(command["share"])["among"])
    )
  }

  /// By state in which the command has ways of its own; by an empty name for the others, and for the start.
  private static func askSender(_ command: String, _ machine: Mapping) -> [String: Bool] {
    func all(_ node: Any) -> Bool {
      (node as? [Any] ?? [node]).allSatisfy { mapping($0)["guard"].map(hasSender) ?? false }
    }
    var asked: [String: Bool] = [:]
    for (name, state) in named(machine["states"]) {
      if let ways = mapping(state["on"])[command] { asked[name] = all(ways) }
    }
    let starts = machine["start"].map { $0 as? [Any] ?? [$0] } ?? []
    let start = starts.first { mapping($0)["command"] as? String == command }
    if let ways = mapping(machine["on"])[command] ?? start { asked[""] = all(ways) }
    return asked
  }

  /// In the part of a child that a condition counts there is no sender to ask about.
  private static func hasSender(_ node: Any) -> Bool {
    if let items = node as? [Any] { return items.contains(where: hasSender) }
    let guarded = mapping(node)
    return guarded["sender"] != nil
      || ["not", "all", "any", "case"].compactMap { guarded[$0] }.contains(where: hasSender)
  }

  private static func machine(_ machine: Mapping) -> Machine {
    let everywhere = named(machine["on"], orEmpty: true).keys
    let starts = machine["start"].map { $0 as? [Any] ?? [$0] } ?? []
    return Machine(
      starts: Set(starts.compactMap { mapping($0)["command"] as? String }),
      states: named(machine["states"]).mapValues { state in
        State(
          audience: texts(state["audience"]),
          isFinal: state["final"] as? String == "true",
          commands: Set(named(state["on"], orEmpty: true).keys).union(everywhere)
        )
      }
    )
  }

  /// Looks everywhere in the text for what makes children: `start: { machine: m, join: { role: r } }`, or a list of these.
  private static func grants(_ node: Any) -> [String: String] {
    if let items = node as? [Any] { return items.map(grants).reduce(into: [:]) { $0.merge($1) { $1 } } }
    guard let mapping = node as? Mapping else { return [:] }
    var found = mapping.values.map(grants).reduce(into: [String: String]()) { $0.merge($1) { $1 } }
    let starts = mapping["start"].map { $0 as? [Any] ?? [$0] } ?? []
    for case let start as Mapping in starts {
      guard let machine = start["machine"] as? String, let role = self.mapping(start["join"])["role"] as? String
      else { continue }
      found[role] = machine
    }
    return found
  }

  private static func mapping(_ node: Any?) -> Mapping { node as? Mapping ?? [:] }

  private static func texts(_ node: Any?) -> [String] {
    node as? [String] ?? (node as? [Any])?.compactMap { $0 as? String } ?? []
  }

  /// - Parameter orEmpty: what is no mapping counts as an empty one: `command: target` is short for a transition.
  private static func named(_ node: Any?, orEmpty: Bool = false) -> [String: Mapping] {
    mapping(node).reduce(into: [:]) { named, pair in
      guard let name = pair.key as? String else { return }
      if let mapping = pair.value as? Mapping { named[name] = mapping } else if orEmpty { named[name] = [:] }
    }
  }
}
