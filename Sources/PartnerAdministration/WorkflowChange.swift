import CaseCore

/// What is proposed of a version of a workflow: that it is published, or that the running cases of another version go over to it.
public struct WorkflowChange: Sendable, Hashable {
  /// A state that has another name in the version that cases go over to.
  public struct StateName: Sendable, Hashable {
    /// `nil` for the root machine.
    public var machine: String?
    public var old: String
    public var new: String

    public init(machine: String?, old: String, new: String) {
      (self.machine, self.old, self.new) = (machine, old, new)
    }
  }

  /// The key of the workflow.
  public var workflow: String
  /// The version that is published, or that cases go over to.
  public var version: String
  /// SHA-256 of its text, in hexadecimal.
  public var text: String
  /// Of cases that go over: the version that they follow, and SHA-256 of its text.
  public var from: String?
  public var fromText: String?
  /// In the order of their machines and old names.
  public var names: [StateName]
  /// Of cases that went over: by which plan, and on which proposal.
  public var plan: String?
  public var proposal: Int64?

  package init(_ workflow: String, _ version: String, text: String) {
    (self.workflow, self.version, self.text, names) = (workflow, version, text, [])
  }

  package init(
    _ workflow: String,
    from: (version: String, text: String),
    to: (version: String, text: String),
    names: [StateName]
  ) {
    self.init(workflow, to.version, text: to.text)
    (self.from, fromText) = from
    self.names = names.sorted { ($0.machine ?? "", $0.old, $0.new) < ($1.machine ?? "", $1.old, $1.new) }
  }

  /// What was proposed, of what was carried out.
  var wanted: WorkflowChange {
    var wanted = self
    (wanted.plan, wanted.proposal) = (nil, nil)
    return wanted
  }
}

/// Kept as an object with these members, and no others: one that is not known could widen what was approved.
extension WorkflowChange: Codable {
  private enum CodingKeys: String, CodingKey {
    case workflow, version, text, from, fromText, names, plan, proposal
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    workflow = try members.decode(String.self, forKey: .workflow)
    version = try members.decode(String.self, forKey: .version)
    text = try members.decode(String.self, forKey: .text)
    from = try members.decodeIfPresent(String.self, forKey: .from)
    fromText = try members.decodeIfPresent(String.self, forKey: .fromText)
    names = try members.decode([StateName].self, forKey: .names)
    plan = try members.decodeIfPresent(String.self, forKey: .plan)
    proposal = try members.decodeIfPresent(Int64.self, forKey: .proposal)
  }
}

extension WorkflowChange.StateName: Codable {
  private enum CodingKeys: String, CodingKey {
    case machine, old, new
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    machine = try members.decodeIfPresent(String.self, forKey: .machine)
    old = try members.decode(String.self, forKey: .old)
    new = try members.decode(String.self, forKey: .new)
  }
}
