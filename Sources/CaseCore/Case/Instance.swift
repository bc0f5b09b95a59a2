/// The present state of one machine of a case: of the case itself, or of one of its children.
public struct Instance: Hashable, Sendable {
  public var machine: String
  public var state: String
  public var facts: [String: Value]
  /// The votes of the present visit, by joint decision.
  public var votes: [String: [Vote]]
  /// The persons who stepped back from a joint decision, by its name; see ``Actor/subject``.
  public var recused: [String: [String]]
  /// Of the case: every party, present and former. Of a child: every organisation with a part in it.
  public var parties: [Party]
  public var deadlines: [String: RunningDeadline]
  /// How often each deadline was started: the generation of the next is one more.
  public var generations: [String: Int]
  public var visits: [String: Int]
  /// For each deadline that begins on a day of the case: the last such day by which it expired. It does not expire by that
  /// day again, however often it starts.
  public var passed: [String: CivilDate]
  public var later = LaterFields()

  /// An instance to which nothing has happened yet.
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

  /// The organisation as a party now; `nil` when it is none, or no longer.
  public func party(_ organisation: String) -> Party? {
    parties.first { $0.organisation == organisation && $0.until == nil }
  }
}
