/// The names that parts of a machine have from here on, each by the old one.
public struct NewNames: Hashable, Sendable {
  /// Of the machine itself, when that has another name.
  public var machine: String?
  public var states: [String: String]
  public var facts: [String: String]
  public var deadlines: [String: String]

  public init(
    machine: String? = nil,
    states: [String: String] = [:],
    facts: [String: String] = [:],
    deadlines: [String: String] = [:]
  ) {
    self.machine = machine
    self.states = states
    self.facts = facts
    self.deadlines = deadlines
  }
}
