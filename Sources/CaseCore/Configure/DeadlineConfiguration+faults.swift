import OrderedCollections

extension DeadlineConfiguration {
  /// What is wrong with a change by itself. `self` is what the settings would become.
  func faults(
    of change: ConfigurationChange,
    before: DeadlineConfiguration,
    in surroundings: Surroundings
  ) -> [String] {
    switch change {
    case .set(let place, let setting):
      faults(of: place, in: surroundings) + faults(of: setting, at: place, in: surroundings)
    case .clear(let place):
      before.settings[place] == nil ? ["\(place): hier is niets ingesteld."] : []
    case .close(let calendar, let date, let source):
      closing(calendar, date, source: source, before: before, today: surroundings.today)
    case .open(let calendar, let date): opening(calendar, date, before: before, today: surroundings.today)
    case .equate(let date, let source):
      Self.equating(date, source: source) + Self.outOfReach(year: date.year)
    case .unequate(let date):
      before.common.equatedDays.contains { $0.date == date }
        ? [] : ["\(date) is niet bij koninklijk besluit met een feestdag gelijkgesteld."]
    case .decreesKnown(let year), .decreesUnknown(let year): Self.outOfReach(year: year)
    }
  }

  private func faults(of place: SettingPlace, in surroundings: Surroundings) -> [String] {
    let versions = surroundings.workflows.filter { $0.key == place.workflow }
    guard !versions.isEmpty else { return ["De werkstroom «\(place.workflow)» bestaat niet."] }
    var faults: [String] = []
    if let region = place.region, !surroundings.regions.contains(region) {
      faults.append("In de regio «\(region)» neemt geen organisatie deel.")
    }
    if let type = place.caseType, !versions.contains(where: { $0.caseTypes.contains { $0.key == type } }) {
      faults.append("De werkstroom «\(place.workflow)» kent het casustype «\(type)» niet.")
    }
    if let deadline = place.deadline,
      !versions.contains(where: { $0.machines[deadline.machine]?.deadlines[deadline.name] != nil })
    {
      faults.append("De werkstroom «\(place.workflow)» kent de termijn «\(deadline.machine)/\(deadline.name)» niet.")
    }
    return faults
  }

  private func faults(of setting: DeadlineSetting, at place: SettingPlace, in surroundings: Surroundings) -> [String] {
    var faults: [String] = []
    if setting.isEmpty { faults.append("\(place): er wordt niets ingesteld.") }
    if place.deadline == nil, !setting.isOnlyCalendar {
      faults.append("\(place): voor alle termijnen samen is alleen de kalender in te stellen.")
    }
    if let calendar = setting.calendar, closures[calendar] == nil {
      faults.append("De kalender «\(calendar)» bestaat niet: een kalender begint met de eerste sluitingsdag ervan.")
    }
    let terms = surroundings.workflows.filter { $0.key == place.workflow }.compactMap { workflow in
      place.deadline.flatMap { workflow.machines[$0.machine]?.deadlines[$0.name]?.term }
    }
    if setting.length != nil || setting.kind != nil, terms.contains(where: { $0.dateFact != nil }) {
      faults.append("\(place): deze termijn loopt tot een datum die in de zaak staat, en heeft geen lengte of soort.")
    }
    if let kind = setting.kind, let published = published(place, in: surroundings), published.kind != kind {
      faults.append(
        "\(place): \(published.maximum.source) bepaalt hoe lang deze termijn hoogstens is; de soort is daarom niet te wijzigen."
      )
    }
    return faults
  }

  /// How a deadline with a legal maximum is counted: its length is held against that, and another kind counts it otherwise.
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
    before: DeadlineConfiguration,
    today: CivilDate
  ) -> [String] {
    var faults = Self.past(date, today: today) + Self.outOfReach(year: date.year)
    if calendar.isEmpty || !calendar.utf8.allSatisfy(\.isNameByte) {
      faults.append("De naam van een kalender bestaat uit kleine letters, cijfers en streepjes.")
    }
    if before.closures[calendar]?.contains(where: { $0.date == date }) == true {
      faults.append("\(date) is al een sluitingsdag in de kalender «\(calendar)».")
    }
    if before.calendar(calendar).dayOff(on: date, for: .atw) != nil {
      faults.append("\(date) is al een weekend- of feestdag: een sluitingsdag verandert daar niets aan.")
    }
    return faults + Self.faults(ofSource: source, empty: "Zeg waar de sluiting van \(date) is besloten.")
  }

  private func opening(
    _ calendar: String,
    _ date: CivilDate,
    before: DeadlineConfiguration,
    today: CivilDate
  ) -> [String] {
    guard before.closures[calendar]?.contains(where: { $0.date == date }) == true else {
      return ["\(date) is geen sluitingsdag in de kalender «\(calendar)»."]
    }
    return Self.past(date, today: today)
  }

  private static func past(_ date: CivilDate, today: CivilDate) -> [String] {
    date > today ? [] : ["\(date) is geen dag in de toekomst: wat al geteld is, verandert niet meer."]
  }

  private static func equating(_ date: CivilDate, source: String) -> [String] {
    var faults: [String] = []
    if Holiday(on: date) != nil || [.saturday, .sunday].contains(date.weekday) {
      faults.append("\(date) is al een weekend- of feestdag: gelijkstellen verandert daar niets aan.")
    }
    return faults + Self.faults(ofSource: source, empty: "Noem het koninklijk besluit waarin \(date) is gelijkgesteld.")
  }

  private static func faults(ofSource source: String, empty: String) -> [String] {
    do throws(TextFault) {
      _ = try TextRule.reason.accept(source)
      return []
    } catch {
      return [error == .empty ? empty : "De bron \(error.message)."]
    }
  }

  private static func outOfReach(year: Int) -> [String] {
    DeadlineRule.years.contains(year) ? [] : ["\(DeadlineError.startOutOfRange)"]
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || self == UInt8(ascii: "-")
  }
}
