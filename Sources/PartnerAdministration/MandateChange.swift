public import CaseCore

/// What is proposed of a mandate, or which one was ended: the principal is the organisation that the change is about.
public struct MandateChange: Sendable, Hashable {
  /// The number of the organisation that acts.
  public var agent: String
  /// The key of the workflow.
  public var workflow: String
  /// In order.
  public var roles: [String]
  /// The first and the last day on which it holds.
  public var from: CivilDate
  public var until: CivilDate
  /// Of one that was ended, its number; that of a proposal is the proposal's.
  public var number: Int64?

  package init(
    agent: String,
    workflow: String,
    roles: [String],
    from: CivilDate,
    until: CivilDate,
    number: Int64? = nil
  ) {
    (self.agent, self.workflow, self.roles) = (agent, workflow, Set(roles).sorted())
    (self.from, self.until, self.number) = (from, until, number)
  }

  package init(_ mandate: Mandate) {
    self.init(
      agent: mandate.agent,
      workflow: mandate.workflow,
      roles: mandate.roles.sorted(),
      from: mandate.from,
      until: mandate.until,
      number: mandate.number
    )
  }

  /// - Parameter principal: for whom is acted.
  package func mandate(of principal: String, number: Int64) -> Mandate {
    Mandate(
      number: number,
      principal: principal,
      agent: agent,
      workflow: workflow,
      roles: Set(roles),
      from: from,
      until: until
    )
  }
}

/// Kept as an object with these members, and no others: one that is not known could widen what was approved.
extension MandateChange: Codable {
  private enum CodingKeys: String, CodingKey {
    case agent, workflow, roles, from, until, number
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    agent = try members.decode(String.self, forKey: .agent)
    workflow = try members.decode(String.self, forKey: .workflow)
    roles = try members.decode([String].self, forKey: .roles)
    from = try members.decode(CivilDate.self, forKey: .from)
    until = try members.decode(CivilDate.self, forKey: .until)
    number = try members.decodeIfPresent(Int64.self, forKey: .number)
  }
}
