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
        + (idle ? [.init(.noChange, "\(place): dit is al zo ingesteld.")] : [])
    case .clear(let place): idle ? [.init(.noChange, "\(place): hier is niets ingesteld.")] : []
    case .close(let calendar, let date, let source):
      closing(calendar, date, source: source, before: before, today: surroundings.today)
    case .open(let calendar, let date): opening(calendar, date, before: before, today: surroundings.today)
    case .equate(let date, let source):
      Self.equating(date, source: source) + Self.past(date, today: surroundings.today)
        + Self.outOfReach(year: date.year)
        + (idle ? [.init(.noChange, "\(date) is al met een feestdag gelijkgesteld.")] : [])
    case .unequate(let date):
      idle
        ? [.init(.noChange, "\(date) is niet bij koninklijk besluit met een feestdag gelijkgesteld.")]
        : Self.past(date, today: surroundings.today)
    case .decreesKnown(let year):
      Self.outOfReach(year: year)
        + (idle ? [.init(.noChange, "De gelijkgestelde dagen van \(year) zijn al volledig bekend.")] : [])
    case .decreesUnknown(let year):
      Self.outOfReach(year: year)
        + (idle ? [.init(.noChange, "De gelijkgestelde dagen van \(year) zijn niet volledig bekend.")] : [])
    }
  }

  private func faults(of place: SettingPlace, in surroundings: Surroundings) -> [SettingFault] {
    let versions = surroundings.workflows.filter { $0.key == place.workflow }
    guard !versions.isEmpty else {
      let known = surroundings.workflows.map(\.key)
      return [
        .init(
          .unknownWorkflow,
          "De werkstroom «\(place.workflow)» bestaat niet." + Spelling.hint(place.workflow, in: known)
        )
      ]
    }
    var faults: [SettingFault] = []
    if let region = place.region, !surroundings.regions.contains(region) {
      let hint = Spelling.hint(region, in: surroundings.regions.sorted())
      faults.append(.init(.unknownRegion, "In de regio «\(region)» neemt geen organisatie deel." + hint))
    }
    let types = versions.flatMap(\.caseTypes).map(\.key)
    if let type = place.caseType, !types.contains(type) {
      let hint = Spelling.hint(type, in: types)
      faults.append(
        .init(.unknownCaseType, "De werkstroom «\(place.workflow)» kent het casustype «\(type)» niet." + hint)
      )
    }
    let deadlines = versions.flatMap(\.deadlineNames)
    if let deadline = place.deadline, !deadlines.contains(deadline) {
      let hint = Spelling.hint(deadline.description, in: deadlines.map(\.description))
      faults.append(
        .init(.unknownDeadline, "De werkstroom «\(place.workflow)» kent de termijn «\(deadline)» niet." + hint)
      )
    }
    return faults
  }

  private func faults(of setting: DeadlineSetting, at place: SettingPlace, in surroundings: Surroundings)
    -> [SettingFault]
  {
    var faults: [SettingFault] = []
    if setting.isEmpty { faults.append(.init(.noChange, "\(place): er wordt niets ingesteld.")) }
    if place.deadline == nil, !setting.isOnlyCalendar {
      faults.append(.init(.onlyCalendar, "\(place): voor alle termijnen samen is alleen de kalender in te stellen."))
    }
    if let calendar = setting.calendar, closures[calendar] == nil {
      let hint = Spelling.hint(calendar, in: Array(closures.keys))
      faults.append(
        .init(
          .unknownCalendar,
          "De kalender «\(calendar)» bestaat niet: een kalender begint met de eerste sluitingsdag ervan." + hint
        )
      )
    }
    let roles = surroundings.workflows.filter { $0.key == place.workflow }.flatMap(\.roles.keys)
    for role in setting.named where !roles.isEmpty && !roles.contains(role) {
      faults.append(
        .init(.unknownRole, "De rol «\(role)» bestaat niet in «\(place.workflow)»." + Spelling.hint(role, in: roles))
      )
    }
    let terms = surroundings.workflows.filter { $0.key == place.workflow }.compactMap { workflow in
      place.deadline.flatMap { workflow.machines[$0.machine]?.deadlines[$0.name]?.term }
    }
    if setting.length != nil || setting.kind != nil, terms.contains(where: { $0.dateFact != nil }) {
      faults.append(
        .init(
          .endsOnFact,
          "\(place): deze termijn loopt tot een datum die in de zaak staat, en heeft geen lengte of soort."
        )
      )
    }
    if let kind = setting.kind, let published = published(place, in: surroundings), published.kind != kind {
      faults.append(
        .init(
          .kindFixed,
          "\(place): \(published.maximum.source) bepaalt hoe lang deze termijn hoogstens is; de soort is daarom niet te wijzigen."
        )
      )
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
    if calendar.isEmpty || !calendar.utf8.allSatisfy(\.isNameByte) {
      faults.append(.init(.calendarName, "De naam van een kalender bestaat uit kleine letters, cijfers en streepjes."))
    }
    if before.closures[calendar]?.contains(where: { $0.date == date }) == true {
      faults.append(.init(.noChange, "\(date) is al een sluitingsdag in de kalender «\(calendar)»."))
    }
    if before.calendar(calendar).dayOff(on: date, for: .atw) != nil {
      faults.append(
        .init(.dayOff, "\(date) is al een weekend- of feestdag: een sluitingsdag verandert daar niets aan.")
      )
    }
    return faults + Self.faults(ofSource: source, empty: "Zeg waar de sluiting van \(date) is besloten.")
  }

  private func opening(
    _ calendar: String,
    _ date: CivilDate,
    before: DeadlineSettings,
    today: CivilDate
  ) -> [SettingFault] {
    guard before.closures[calendar]?.contains(where: { $0.date == date }) == true else {
      return [.init(.notClosed, "\(date) is geen sluitingsdag in de kalender «\(calendar)».")]
    }
    return Self.past(date, today: today)
  }

  private static func past(_ date: CivilDate, today: CivilDate) -> [SettingFault] {
    date > today
      ? [] : [.init(.notInFuture, "\(date) is geen dag in de toekomst: wat al geteld is, verandert niet meer.")]
  }

  private static func equating(_ date: CivilDate, source: String) -> [SettingFault] {
    var faults: [SettingFault] = []
    if Holiday(on: date) != nil || [.saturday, .sunday].contains(date.weekday) {
      faults.append(.init(.dayOff, "\(date) is al een weekend- of feestdag: gelijkstellen verandert daar niets aan."))
    }
    return faults + Self.faults(ofSource: source, empty: "Noem het koninklijk besluit waarin \(date) is gelijkgesteld.")
  }

  private static func faults(ofSource source: String, empty: String) -> [SettingFault] {
    do throws(TextFault) {
      _ = try TextRule.reason.accept(source)
      return []
    } catch {
      return [error == .empty ? .init(.sourceMissing, empty) : .init(.sourceUnfit, "De bron \(error.message).")]
    }
  }

  private static func outOfReach(year: Int) -> [SettingFault] {
    DeadlineRule.years.contains(year) ? [] : [.init(.outOfRange, "\(DeadlineError.startOutOfRange)")]
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
