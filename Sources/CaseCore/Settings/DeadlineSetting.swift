/// What administrators set differently from the workflow. `nil` keeps the value of the workflow, or of a wider setting.
public struct DeadlineSetting: Hashable, Sendable {
  public var length: Length?
  public var kind: DeadlineKind?
  /// Replaces all warnings of the workflow.
  public var warnings: [Deadline.Warning]?
  /// The roles that are notified when it expires; replaces those of the workflow.
  public var roles: [String]?
  /// After the due moment; replaces all reminders of the workflow.
  public var reminders: [Deadline.Reminder]?
  /// The name of the calendar by which it is counted.
  public var calendar: String?
  /// Whether the deadline is left out. Refused when waiting would then have no bound.
  public var isOff: Bool?

  public init(
    length: Length? = nil,
    kind: DeadlineKind? = nil,
    warnings: [Deadline.Warning]? = nil,
    roles: [String]? = nil,
    reminders: [Deadline.Reminder]? = nil,
    calendar: String? = nil,
    isOff: Bool? = nil
  ) {
    self.length = length
    self.kind = kind
    self.warnings = warnings
    self.roles = roles
    self.reminders = reminders
    self.calendar = calendar
    self.isOff = isOff
  }

  var isEmpty: Bool { self == DeadlineSetting() }

  /// Whether it sets nothing but the calendar.
  var isOnlyCalendar: Bool { self == DeadlineSetting(calendar: calendar) }
}

/// Stored as an object with these members, and no others: see ``SettingsChange``. A `nil` is left out.
extension DeadlineSetting: Codable {
  private struct Notice: Codable {
    var length: Length
    var roles: [String]

    private enum CodingKeys: String, CodingKey {
      case length, roles
    }

    init(length: Length, roles: [String]) {
      self.length = length
      self.roles = roles
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.members(CodingKeys.self)
      length = try members.decode(Length.self, forKey: .length)
      roles = try members.decode([String].self, forKey: .roles)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case length, kind, warnings, roles, reminders, calendar, isOff
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.members(CodingKeys.self)
    self.init(
      length: try container.decodeIfPresent(Length.self, forKey: .length),
      kind: try container.decodeIfPresent(DeadlineKind.self, forKey: .kind),
      warnings: try container.decodeIfPresent([Notice].self, forKey: .warnings)?.map {
        .init(before: $0.length, roles: $0.roles)
      },
      roles: try container.decodeIfPresent([String].self, forKey: .roles),
      reminders: try container.decodeIfPresent([Notice].self, forKey: .reminders)?.map {
        .init(after: $0.length, roles: $0.roles)
      },
      calendar: try container.decodeIfPresent(String.self, forKey: .calendar),
      isOff: try container.decodeIfPresent(Bool.self, forKey: .isOff)
    )
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(length, forKey: .length)
    try container.encodeIfPresent(kind, forKey: .kind)
    try container.encodeIfPresent(warnings?.map { Notice(length: $0.before, roles: $0.roles) }, forKey: .warnings)
    try container.encodeIfPresent(roles, forKey: .roles)
    try container.encodeIfPresent(reminders?.map { Notice(length: $0.after, roles: $0.roles) }, forKey: .reminders)
    try container.encodeIfPresent(calendar, forKey: .calendar)
    try container.encodeIfPresent(isOff, forKey: .isOff)
  }
}
