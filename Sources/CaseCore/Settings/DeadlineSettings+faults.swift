import OrderedCollections

extension DeadlineSettings {
  /// The faults of a change itself. `self` is what the settings would become.
  func faults(
    of change: SettingsChange,
    before: DeadlineSettings,
    in surroundings: Surroundings
  ) -> [SettingFault] {
    let idle = before.inverse(of: [change]) == [change]
    return switch change {
    case .set(let place, let setting):
      faults(of: place, in: surroundings) + faults(of: setting, at: place, in: surroundings)
        + (idle ? [.noChange(.set(place))] : [])
    case .clear(let place): idle ? [.noChange(.unset(place))] : []
    case .close(let calendar, let date, let source):
      closing(calendar, date, source: source, before: before, today: surroundings.today)
    case .open(let calendar, let date): opening(calendar, date, before: before, today: surroundings.today)
    case .equate(let date, let source):
      Self.equating(date, source: source) + Self.past(date, today: surroundings.today)
        + Self.outOfReach(year: date.year)
        + (idle ? [.noChange(.equated(date))] : [])
    case .unequate(let date):
      idle ? [.noChange(.notEquated(date))] : Self.past(date, today: surroundings.today)
    case .decreesKnown(let year): Self.outOfReach(year: year) + (idle ? [.noChange(.decreesKnown(year: year))] : [])
    case .decreesUnknown(let year): Self.outOfReach(year: year) + (idle ? [.noChange(.decreesUnknown(year: year))] : [])
    }
  }

  private func faults(of place: SettingPlace, in surroundings: Surroundings) -> [SettingFault] {
    let versions = surroundings.workflows.filter { $0.key == place.workflow }
    guard !versions.isEmpty else {
      let known = surroundings.workflows.map(\.key)
      return [.unknownWorkflow(place.workflow, near: Spelling.nearest(to: place.workflow, in: known))]
    }
    var faults: [SettingFault] = []
    if let region = place.region, !surroundings.regions.contains(region) {
      let near = Spelling.nearest(to: region, in: surroundings.regions.sorted())
      faults.append(.unknownRegion(region, near: near))
    }
    let types = versions.flatMap(\.caseTypes).map(\.key)
    if let type = place.caseType, !types.contains(type) {
      let near = Spelling.nearest(to: type, in: types)
      faults.append(.unknownCaseType(type, workflow: place.workflow, near: near))
    }
    let deadlines = versions.flatMap(\.deadlineNames)
    if let deadline = place.deadline, !deadlines.contains(deadline) {
      let near = Spelling.nearest(to: deadline.description, in: deadlines.map(\.description))
      faults.append(.unknownDeadline(deadline, workflow: place.workflow, near: near))
    }
    return faults
  }

  private func faults(of setting: DeadlineSetting, at place: SettingPlace, in surroundings: Surroundings)
    -> [SettingFault]
  {
    var faults: [SettingFault] = []
    if setting.isEmpty { faults.append(.noChange(.empty(place))) }
    if place.deadline == nil, !setting.isOnlyCalendar { faults.append(.onlyCalendar(place)) }
    if let calendar = setting.calendar, closures[calendar] == nil {
      faults.append(.unknownCalendar(calendar, near: Spelling.nearest(to: calendar, in: Array(closures.keys))))
    }
    let roles = surroundings.workflows.filter { $0.key == place.workflow }.flatMap(\.roles.keys)
    for role in setting.named where !roles.isEmpty && !roles.contains(role) {
      faults.append(.unknownRole(role, workflow: place.workflow, near: Spelling.nearest(to: role, in: roles)))
    }
    let terms = surroundings.workflows.filter { $0.key == place.workflow }.compactMap { workflow in
      place.deadline.flatMap { workflow.machines[$0.machine]?.deadlines[$0.name]?.term }
    }
    if setting.length != nil || setting.kind != nil, terms.contains(where: { $0.dateFact != nil }) {
      faults.append(.endsOnFact(place))
    }
    if let kind = setting.kind, let published = published(place, in: surroundings), published.kind != kind {
      faults.append(.kindFixed(place, by: published.maximum.source))
    }
    return faults
  }

  /// The kind of a deadline with a legal maximum: the length is compared with that, and another kind is counted differently.
  private func published(
    _ place: SettingPlace,
    in surroundings: Surroundings
  ) -> (kind: DeadlineKind, maximum: Deadline.Maximum)? {
    for workflow in surroundings.workflows where workflow.key == place.workflow {
      let deadline = place.deadline.flatMap { workflow.machines[$0.machine]?.deadlines[$0.name] }
      if let maximum = deadline?.maximum, case .length(let rule)? = deadline?.term { return (rule.kind, maximum) }
    }
    return nil
  }

  private func closing(
    _ calendar: String,
    _ date: CivilDate,
    source: String,
    before: DeadlineSettings,
    today: CivilDate
  ) -> [SettingFault] {
    var faults = Self.past(date, today: today) + Self.outOfReach(year: date.year)
    if calendar.isEmpty || !calendar.utf8.allSatisfy(\.isNameByte) { faults.append(.calendarName) }
    if before.closures[calendar]?.contains(where: { $0.date == date }) == true {
      faults.append(.noChange(.closed(date, calendar: calendar)))
    }
    if before.calendar(calendar).dayOff(on: date, for: .atw) != nil { faults.append(.dayOff(date, .closed)) }
    return faults + Self.faults(ofSource: source, missing: .sourceMissing(date, .closed))
  }

  private func opening(
    _ calendar: String,
    _ date: CivilDate,
    before: DeadlineSettings,
    today: CivilDate
  ) -> [SettingFault] {
    guard before.closures[calendar]?.contains(where: { $0.date == date }) == true else {
      return [.notClosed(date, calendar: calendar)]
    }
    return Self.past(date, today: today)
  }

  private static func past(_ date: CivilDate, today: CivilDate) -> [SettingFault] {
    date > today ? [] : [.notInFuture(date)]
  }

  private static func equating(_ date: CivilDate, source: String) -> [SettingFault] {
    var faults: [SettingFault] = []
    if Holiday(on: date) != nil || [.saturday, .sunday].contains(date.weekday) {
      faults.append(.dayOff(date, .equated))
    }
    return faults + Self.faults(ofSource: source, missing: .sourceMissing(date, .equated))
  }

  private static func faults(ofSource source: String, missing: SettingFault) -> [SettingFault] {
    do throws(TextFault) {
      _ = try TextRule.reason.accept(source)
      return []
    } catch {
      return [error == .empty ? missing : .sourceInvalid(error)]
    }
  }

  private static func outOfReach(year: Int) -> [SettingFault] {
    DeadlineRule.years.contains(year) ? [] : [.outOfRange]
  }
}

extension DeadlineSetting {
  /// The roles that it names, each once.
  fileprivate var named: OrderedSet<String> {
    OrderedSet((roles ?? []) + (warnings ?? []).flatMap(\.roles) + (reminders ?? []).flatMap(\.roles))
  }
}

extension Workflow {
  /// The keys of its roles.
  public var roleNames: [String] { Array(roles.keys) }

  /// All its deadlines, in the order of the workflow.
  public var deadlineNames: [SettingPlace.Deadline] {
    machines.flatMap { key, machine in machine.deadlines.keys.map { .init($0, of: key) } }
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || self == UInt8(ascii: "-")
  }
}
