/// That an organisation acts for another one in some roles of a workflow, for some time.
public struct Mandate: Hashable, Sendable {
  /// That of the proposal on which it rests.
  public var number: Int64
  /// For whom is acted, and who acts, by their numbers.
  public var principal: String
  public var agent: String
  /// The key of the workflow.
  public var workflow: String
  public var roles: Set<String>
  /// The first and the last day on which it holds.
  public var from: CivilDate
  public var until: CivilDate
  /// Whether it was ended before its last day.
  public var isEnded: Bool

  public init(
    number: Int64,
    principal: String,
    agent: String,
    workflow: String,
    roles: Set<String>,
    from: CivilDate,
    until: CivilDate,
    isEnded: Bool = false
  ) {
    self.number = number
    self.principal = principal
    self.agent = agent
    self.workflow = workflow
    self.roles = roles
    self.from = from
    self.until = until
    self.isEnded = isEnded
  }

  /// Whether it holds on that day.
  public func holds(on day: CivilDate) -> Bool { !isEnded && from <= day && day <= until }

  /// Whether another one leaves open who acts: for the same principal, in the same workflow and one of the roles, on a day of both.
  public func meets(_ other: Mandate) -> Bool {
    principal == other.principal && workflow == other.workflow && !roles.isDisjoint(with: other.roles) && !isEnded
      && !other.isEnded && from <= other.until && other.from <= until
  }
}
