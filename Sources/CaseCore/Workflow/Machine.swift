public import OrderedCollections

/// One state machine: its states, its commands, the facts that its guards use, and the deadlines that bound its waiting.
///
/// A case is an instance of the root machine. The others are for its children: parts of a case with a course of their own,
/// of which there can be several at once. Only a transition of the root makes a child.
public struct Machine: Hashable, Sendable {
  public var label: String
  /// The command that starts a case; `nil` for a child machine.
  public var start: Start?
  /// The state in which an instance begins.
  public var initial: String
  public var states: OrderedDictionary<String, State>
  public var commands: OrderedDictionary<String, CommandDefinition>
  /// Transitions possible in every state that is not final, unless the state has its own for the command.
  public var on: OrderedDictionary<String, [Transition]>
  public var facts: OrderedDictionary<String, Fact>
  public var decisions: OrderedDictionary<String, JointDecision>
  public var deadlines: OrderedDictionary<String, Deadline>

  public init(
    label: String,
    start: Start? = nil,
    initial: String? = nil,
    states: OrderedDictionary<String, State>,
    commands: OrderedDictionary<String, CommandDefinition>,
    on: OrderedDictionary<String, [Transition]> = [:],
    facts: OrderedDictionary<String, Fact> = [:],
    decisions: OrderedDictionary<String, JointDecision> = [:],
    deadlines: OrderedDictionary<String, Deadline> = [:]
  ) {
    self.label = label
    self.start = start
    self.initial = initial ?? start?.transition.target ?? ""
    self.states = states
    self.commands = commands
    self.on = on
    self.facts = facts
    self.decisions = decisions
    self.deadlines = deadlines
  }

  /// How a case begins: by which command, and with which transition into the initial state (its target).
  public struct Start: Hashable, Sendable {
    public var command: String
    public var transition: Transition

    public init(command: String, transition: Transition) {
      self.command = command
      self.transition = transition
    }
  }

  /// The transitions that a command may take in a state, in the order in which their guards are evaluated.
  public func transitions(for command: String, in state: String) -> [Transition] {
    guard let definition = states[state], !definition.isFinal else { return [] }
    return definition.on[command] ?? on[command] ?? []
  }
}
