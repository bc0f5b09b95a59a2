import OrderedCollections

extension DeadlineSettings {
  /// What a proposal is checked against.
  public struct Surroundings: Sendable {
    /// The versions that cases follow, or will follow.
    public var workflows: [Workflow]
    /// The regions of the organisations that take part.
    public var regions: Set<String>
    public var today: CivilDate

    public init(workflows: [Workflow], regions: Set<String>, today: CivilDate) {
      self.workflows = workflows
      self.regions = regions
      self.today = today
    }
  }

  /// The settings as they would be after the changes.
  /// - Throws: all reasons why they cannot be made: an unknown name, a length that cannot be counted, waiting without a
  ///   bound, a term longer than the law allows.
  public func applying(
    _ changes: [SettingsChange],
    in surroundings: Surroundings
  ) throws(DeadlineSettingsRefusal) -> DeadlineSettings {
    let unproved = try unproved(changes, in: surroundings)
    return try unproved.settings(without: unproved.proofs.flatMap { $0.faults() })
  }

  /// The same, with the proofs that are still to be made.
  /// - Throws: the faults of the changes themselves.
  public func unproved(
    _ changes: [SettingsChange],
    in surroundings: Surroundings
  ) throws(DeadlineSettingsRefusal) -> UnprovedSettings {
    var faults: [SettingFault] = changes.isEmpty ? [.noChange(.proposal)] : []
    var next = unchecked(changes)
    for change in changes { faults += next.faults(of: change, before: self, in: surroundings) }
    faults += Self.doubles(in: changes)
    // The same name can be wrong in many changes.
    guard faults.isEmpty else { throw DeadlineSettingsRefusal(Array(OrderedSet(faults))) }
    next.renewCalendars()
    return UnprovedSettings(next: next, proofs: try next.proofs(of: changes, before: self, in: surroundings))
  }

  /// The settings after changes that were checked when they were approved.
  public func applied(_ changes: [SettingsChange], at moment: Instant? = nil) -> DeadlineSettings {
    var next = unchecked(changes)
    next.approvedAt = moment
    next.renewCalendars()
    return next
  }

  private func unchecked(_ changes: [SettingsChange]) -> DeadlineSettings {
    var next = self
    next.revision += 1
    next.approvedAt = nil
    for change in changes { next.apply(change) }
    return next
  }

  private mutating func apply(_ change: SettingsChange) {
    switch change {
    case .set(let place, let setting): settings[place] = Setting(value: setting, since: revision)
    case .clear(let place): settings[place] = nil
    case .close(let calendar, let date, let source):
      closures[calendar, default: []].removeAll { $0.date == date }
      closures[calendar, default: []].append(.init(date: date, source: source))
    case .open(let calendar, let date): closures[calendar]?.removeAll { $0.date == date }
    case .equate(let date, let source):
      renewCommon(days: common.equatedDays.filter { $0.date != date } + [.init(date: date, source: source)])
    case .unequate(let date): renewCommon(days: common.equatedDays.filter { $0.date != date })
    case .decreesKnown(let year): renewCommon(years: common.completeYears + [year])
    case .decreesUnknown(let year): renewCommon(years: common.completeYears.filter { $0 != year })
    }
  }

  private mutating func renewCommon(days: [WorkCalendar.SpecialDay]? = nil, years: [Int]? = nil) {
    let origin = common.version.prefix { $0 != "+" }
    common = WorkCalendar(
      version: "\(origin)+\(revision)",
      equatedDays: days ?? common.equatedDays,
      completeYears: years ?? common.completeYears
    )
  }

  /// Of two changes of the same thing only the last would count, and nobody would see which.
  private static func doubles(in changes: [SettingsChange]) -> [SettingFault] {
    let counted = OrderedDictionary(grouping: changes, by: \.subject)
    return counted.filter { $1.count > 1 }.keys.map(SettingFault.twice)
  }

  /// The changes whose place was set differently since.
  /// - Parameter after: the settings just after the changes.
  public func overtaken(_ changes: [SettingsChange], since after: DeadlineSettings) -> [SettingsChange] {
    changes.filter { inverse(of: [$0]) != after.inverse(of: [$0]) }
  }

  /// The changes that undo these: an undo is a proposal like any other. They also include what is set now at the places of
  /// these changes.
  public func inverse(of changes: [SettingsChange]) -> [SettingsChange] {
    let inverse = changes.reversed().map { change -> SettingsChange in
      switch change {
      case .set(let place, _), .clear(let place):
        return settings[place].map { .set(place, $0.value) } ?? .clear(place)
      case .close(let calendar, let date, _), .open(let calendar, let date):
        return closures[calendar]?.first { $0.date == date }
          .map { .close(calendar: calendar, date, source: $0.source) } ?? .open(calendar: calendar, date)
      case .equate(let date, _), .unequate(let date):
        return common.equatedDays.first { $0.date == date }.map { .equate(date, source: $0.source) } ?? .unequate(date)
      case .decreesKnown(let year), .decreesUnknown(let year):
        return common.completeYears.contains(year) ? .decreesKnown(year: year) : .decreesUnknown(year: year)
      }
    }
    return Array(OrderedSet(inverse))
  }
}
