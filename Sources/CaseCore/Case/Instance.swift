/// Where one machine of a case stands: the case itself, or one of its children.
public struct Instance: Hashable, Sendable {
  public var machine: String
  public var state: String
  public var facts: [String: Value]
  /// The votes of the present visit, by joint decision.
  public var votes: [String: [Vote]]
  /// Who stepped back from a joint decision, by its name; see ``Actor/subject``.
  public var recused: [String: [String]]
  /// Of the case: everyone that takes part, or did. Of a child: who has a part in it.
  public var parties: [Party]
  public var deadlines: [String: RunningDeadline]
  /// How often each deadline was started: the generation of the next is one more.
  public var generations: [String: Int]
  public var visits: [String: Int]
  /// Of each deadline that begins on a day of the case: the day by which it last passed. It does not pass again by that day,
  /// however often it starts.
  public var passed: [String: CivilDate]
  public var later = LaterFields()

  /// An instance of which nothing has happened yet.
  public init(machine: String) {
    self.machine = machine
    state = ""
    facts = [:]
    votes = [:]
    recused = [:]
    parties = []
    deadlines = [:]
    generations = [:]
    visits = [:]
    passed = [:]
  }

  /// The organisation's part now; `nil` when it has none, or no longer.
  public func party(_ organisation: String) -> Party? {
    parties.first { $0.organisation == organisation && $0.until == nil }
  }
}
