/// The place of a setting: a deadline of a workflow, in one region or for one type of case, or in all.
public struct SettingPlace: Hashable, Sendable {
  /// The key of the workflow.
  public var workflow: String
  /// `nil` for all regions.
  public var region: String?
  /// `nil` for all types of case.
  public var caseType: String?
  /// The machine and the name of the deadline; `nil` for all deadlines of the workflow.
  public var deadline: Deadline?

  public struct Deadline: Hashable, Sendable {
    public var machine: String
    public var name: String

    public init(_ name: String, of machine: String) {
      self.machine = machine
      self.name = name
    }
  }

  public init(workflow: String, region: String? = nil, caseType: String? = nil, deadline: Deadline? = nil) {
    self.workflow = workflow
    self.region = region
    self.caseType = caseType
    self.deadline = deadline
  }

  /// Whether it includes cases of this region and type.
  func includes(region: String, caseType: String?) -> Bool {
    (self.region ?? region) == region && (self.caseType == nil || self.caseType == caseType)
  }

  /// The higher weight wins between two settings of the same: one for a deadline over one for all deadlines, then one for a
  /// type of case over one for a region.
  var weight: Int { (deadline == nil ? 0 : 4) + (caseType == nil ? 0 : 2) + (region == nil ? 0 : 1) }
}

/// Stored as an object with these members, and no others: see ``SettingsChange``.
extension SettingPlace: Codable {
  private enum CodingKeys: String, CodingKey {
    case workflow, region, caseType, deadline
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    self.init(
      workflow: try members.decode(String.self, forKey: .workflow),
      region: try members.decodeIfPresent(String.self, forKey: .region),
      caseType: try members.decodeIfPresent(String.self, forKey: .caseType),
      deadline: try members.decodeIfPresent(Deadline.self, forKey: .deadline)
    )
  }
}

extension SettingPlace.Deadline: Codable {
  private enum CodingKeys: String, CodingKey {
    case machine, name
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    self.init(
      try members.decode(String.self, forKey: .name),
      of: try members.decode(String.self, forKey: .machine)
    )
  }
}

extension SettingPlace.Deadline: CustomStringConvertible {
  /// The form on the command line: `zaak/beslistermijn`.
  public var description: String { "\(machine)/\(name)" }
}
