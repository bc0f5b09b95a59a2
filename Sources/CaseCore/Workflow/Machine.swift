public import OrderedCollections

/// One state machine: its states, its commands, the facts that its guards use, and the deadlines that bound its waiting.
///
/// A case is an instance of the root machine. The others are for its children: parts of a case with a course of their own,
/// of which there can be several at once. Only a transition of the root makes a child.
public struct Machine: Hashable, Sendable {
  /// Read at every step, many times, and hardly ever changed: so what it consists of is handed on as one, and not part by part.
  private var box: Box

  public var label: String {
    get { box.parts.label }
    set { change { $0.label = newValue } }
  }
  /// The ways in which a case begins, each by a command of its own, the usual one first; none for a child machine.
  public var starts: [Start] {
    get { box.parts.starts }
    set { change { $0.starts = newValue } }
  }
  /// The state in which an instance begins; of a case that can begin in several ways, by the first of them.
  public var initial: String {
    get { box.parts.initial }
    set { change { $0.initial = newValue } }
  }
  public var states: OrderedDictionary<String, State> {
    get { box.parts.states }
    set { change { $0.states = newValue } }
  }
  public var commands: OrderedDictionary<String, CommandDefinition> {
    get { box.parts.commands }
    set { change { $0.commands = newValue } }
  }
  /// Transitions possible in every state that is not final, unless the state has its own for the command.
  public var on: OrderedDictionary<String, [Transition]> {
    get { box.parts.on }
    set { change { $0.on = newValue } }
  }
  public var facts: OrderedDictionary<String, Fact> {
    get { box.parts.facts }
    set { change { $0.facts = newValue } }
  }
  public var decisions: OrderedDictionary<String, JointDecision> {
    get { box.parts.decisions }
    set { change { $0.decisions = newValue } }
  }
  public var deadlines: OrderedDictionary<String, Deadline> {
    get { box.parts.deadlines }
    set { change { $0.deadlines = newValue } }
  }
  /// The name that it had in an earlier version.
  public var was: String? {
    get { box.parts.was }
    set { change { $0.was = newValue } }
  }

  public init(
    label: String,
    starts: [Start] = [],
    initial: String? = nil,
    states: OrderedDictionary<String, State>,
    commands: OrderedDictionary<String, CommandDefinition>,
    on: OrderedDictionary<String, [Transition]> = [:],
    facts: OrderedDictionary<String, Fact> = [:],
    decisions: OrderedDictionary<String, JointDecision> = [:],
    deadlines: OrderedDictionary<String, Deadline> = [:],
    was: String? = nil
  ) {
    box = Box(
      Parts(
        label: label,
        starts: starts,
        initial: initial ?? starts.first?.transition.target ?? "",
        states: states,
        commands: commands,
        on: on,
        facts: facts,
        decisions: decisions,
        deadlines: deadlines,
        was: was
      )
    )
  }

  /// How a case begins: by which command, and with which transition into its first state (its target).
  public struct Start: Hashable, Sendable {
    public var command: String
    public var transition: Transition

    public init(command: String, transition: Transition) {
      self.command = command
      self.transition = transition
    }
  }

  private struct Parts: Hashable, Sendable {
    var label: String
    var starts: [Start]
    var initial: String
    var states: OrderedDictionary<String, State>
    var commands: OrderedDictionary<String, CommandDefinition>
    var on: OrderedDictionary<String, [Transition]>
    var facts: OrderedDictionary<String, Fact>
    var decisions: OrderedDictionary<String, JointDecision>
    var deadlines: OrderedDictionary<String, Deadline>
    var was: String?
  }

  private final class Box: Sendable {
    let parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  private mutating func change(_ edit: (inout Parts) -> Void) {
    var parts = box.parts
    edit(&parts)
    box = Box(parts)
  }

  public static func == (one: Machine, other: Machine) -> Bool {
    one.box === other.box || one.box.parts == other.box.parts
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(box.parts) }

  /// The transitions that a command may take in a state, in the order in which their guards are evaluated.
  public func transitions(for command: String, in state: String) -> [Transition] {
    guard let definition = box.parts.states[state], !definition.isFinal else { return [] }
    return definition.on[command] ?? box.parts.on[command] ?? []
  }

  /// The way in which a case begins with this command; `nil` for a command that starts none.
  public func start(by command: String) -> Start? { box.parts.starts.first { $0.command == command } }

  /// Whether a case begins with this command.
  public func begins(by command: String) -> Bool { start(by: command) != nil }

  /// The states in which an instance can begin: of a case, the target of each start.
  public var firstStates: OrderedSet<String> {
    let targets = box.parts.starts.isEmpty ? [initial] : box.parts.starts.compactMap(\.transition.target)
    return OrderedSet(targets.filter { !$0.isEmpty })
  }

  /// The commands that have a transition in a state, but for those that start a case, in the order of the workflow.
  func commands(in state: String) -> [(name: String, transitions: [Transition])] {
    guard let definition = box.parts.states[state], !definition.isFinal else { return [] }
    let common = box.parts.on
    return box.parts.commands.keys.compactMap { name in
      guard !begins(by: name), let transitions = definition.on[name] ?? common[name], !transitions.isEmpty else {
        return nil
      }
      return (name, transitions)
    }
  }
}

extension Machine: CustomReflectable {
  /// Of its members, and not of how they are handed on.
  public var customMirror: Mirror {
    Mirror(self, children: Mirror(reflecting: box.parts).children, displayStyle: .struct)
  }
}
