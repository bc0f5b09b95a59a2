import OrderedCollections

/// A deadline of a workflow, with its values in the workflow and in the settings.
public struct DeadlineOverview: Hashable, Sendable {
  /// For cases of one region and type.
  public struct Row: Hashable, Sendable {
    /// `nil` for all regions that have no row of their own.
    public var region: String?
    public var caseType: String?
    /// The value in force, with every member; `isOff` where it is left out.
    public var value: DeadlineSetting
  }

  public var deadline: SettingPlace.Deadline
  public var label: String
  public var published: DeadlineSetting
  /// The first is for all cases without a row of their own.
  public var rows: [Row]
}

extension DeadlineSettings {
  /// Every deadline of a version, in the order of the workflow.
  public func overview(of workflow: Workflow) -> [DeadlineOverview] {
    let places = Self.combinations(of: Array(settings.keys), in: workflow.key)
    let adjusted = places.map { adjust(workflow, region: $0.region ?? "", caseType: $0.type) }
    return workflow.deadlineNames.compactMap { name in
      guard let published = workflow.deadline(name) else { return nil }
      let rows = zip(places, adjusted).map { place, workflow in
        DeadlineOverview.Row(
          region: place.region,
          caseType: place.type,
          value: DeadlineSetting(of: workflow.deadline(name))
        )
      }
      // The order begins with all regions and types.
      let own = rows.dropFirst().filter { $0.value != rows.first?.value }
      return DeadlineOverview(
        deadline: name,
        label: published.label,
        published: DeadlineSetting(of: published),
        rows: rows.prefix(1) + own
      )
    }
  }

  /// What is in force at a place now, of all members that a setting has.
  /// - Returns: `nil` for a place of all deadlines, or one that the workflow does not have.
  public func inForce(_ setting: DeadlineSetting, at place: SettingPlace, of workflow: Workflow) -> DeadlineSetting? {
    guard let name = place.deadline, workflow.deadline(name) != nil else { return nil }
    let adjusted = adjust(workflow, region: place.region ?? "", caseType: place.caseType)
    return DeadlineSetting(of: adjusted.deadline(name)).only(setting)
  }
}

extension Workflow {
  func deadline(_ name: SettingPlace.Deadline) -> Deadline? { machines[name.machine]?.deadlines[name.name] }
}

extension DeadlineSetting {
  /// Every member of a deadline; off, when there is none.
  init(of deadline: Deadline?) {
    guard let deadline else {
      self.init(isOff: true)
      return
    }
    self.init(
      warnings: deadline.warnings,
      roles: deadline.roles,
      reminders: deadline.reminders,
      calendar: deadline.calendar,
      isOff: false
    )
    if case .length(let rule) = deadline.term { (length, kind) = (rule.length, rule.kind) }
  }

  /// The members that the other one has too.
  fileprivate func only(_ other: DeadlineSetting) -> DeadlineSetting {
    DeadlineSetting(
      length: other.length == nil ? nil : length,
      kind: other.kind == nil ? nil : kind,
      warnings: other.warnings == nil ? nil : warnings,
      roles: other.roles == nil ? nil : roles,
      reminders: other.reminders == nil ? nil : reminders,
      calendar: other.calendar == nil ? nil : calendar,
      isOff: other.isOff == nil && isOff != true ? nil : isOff
    )
  }
}
