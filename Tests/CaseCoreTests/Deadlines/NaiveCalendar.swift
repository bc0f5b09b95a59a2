import CaseCore

/// A second, slow opinion about terms, written in another way than the code it judges: one day at a time, from a list of days off
/// worked out beforehand, by the words of the law.
struct NaiveCalendar {
  private let holidays: Set<CivilDate>
  private let equated: Set<CivilDate>

  init(years: ClosedRange<Int>, calendar: WorkCalendar) {
    var holidays: Set<CivilDate> = []
    var equated = Set(calendar.equatedDays.map(\.date))
    for year in years {
      let easter = Self.easter(year)
      let king = Self.date(year, 4, 27)
      holidays.formUnion([
        Self.date(year, 1, 1), Self.date(year, 5, 5), Self.date(year, 12, 25), Self.date(year, 12, 26),
        easter.adding(days: 1), easter.adding(days: 39), easter.adding(days: 50),
        king.weekday == .sunday ? Self.date(year, 4, 26) : king,
      ])
      equated.insert(easter.adding(days: -2))
    }
    self.holidays = holidays
    self.equated = equated
  }

  /// From the day of suspension to the day of resumption.
  typealias Pause = (from: CivilDate, to: CivilDate)

  /// The last day of a term in days or more, by the words of the law and nothing else.
  func lastDay(of length: Length, kind: DeadlineKind, event: CivilDate, pauses: [Pause] = []) -> CivilDate {
    let paused = Set(pauses.flatMap { Self.days($0, kind) })
    let days = count(length, from: event).days(since: event)
    // Where midnights are counted, the day of resumption takes the place of the day of the event.
    let event = kind == .atw ? event : Self.first(after: event, outside: paused)
    let runs = { !paused.contains($0) }
    if kind == .workingDays { return step(from: event, count: length.amount) { runs($0) && isWorkingDay($0, kind) } }
    let counted = step(from: event, count: days, counts: runs)
    switch kind {
    case .atw where Self.isWithinAct(length):
      let needsTwo = length.unit != .days || length.amount >= 3
      return stretch(counted, event: event, needsTwo: needsTwo) { runs($0) && isWorkingDay($0, kind) }
    case .eu1182:
      let needsTwo = length.unit != .days || length.amount >= 2
      return stretch(counted, event: event, needsTwo: needsTwo) { runs($0) && isWorkingDay($0, kind) }
    default: return counted
    }
  }

  /// Under the Awb the days between; elsewhere with the day of suspension.
  private static func days(_ pause: Pause, _ kind: DeadlineKind) -> [CivilDate] {
    (0..<max(0, pause.to.days(since: pause.from))).map { pause.from.adding(days: $0) }
      .filter { kind != .atw || $0 > pause.from }
  }

  private static func first(after event: CivilDate, outside paused: Set<CivilDate>) -> CivilDate {
    var date = event
    while paused.contains(date) { date = date.adding(days: 1) }
    return date
  }

  func isWorkingDay(_ date: CivilDate, _ kind: DeadlineKind) -> Bool {
    if date.weekday == .saturday || date.weekday == .sunday || holidays.contains(date) { return false }
    return kind == .eu1182 || !equated.contains(date)
  }

  /// One day more, as long as the last one does not count or the whole holds too few that do.
  private func stretch(
    _ counted: CivilDate,
    event: CivilDate,
    needsTwo: Bool,
    counts: (CivilDate) -> Bool
  ) -> CivilDate {
    var last = counted
    while !counts(last)
      || needsTwo && (1...last.days(since: event)).count(where: { counts(event.adding(days: $0)) }) < 2
    {
      last = last.adding(days: 1)
    }
    return last
  }

  private func count(_ length: Length, from event: CivilDate) -> CivilDate {
    switch length.unit {
    case .hours: event
    case .days: step(from: event, count: length.amount) { _ in true }
    case .weeks: step(from: event, count: length.amount) { $0.weekday == event.weekday }
    case .months: sameDay(as: event, monthsOn: length.amount)
    case .years: sameDay(as: event, monthsOn: length.amount * 12)
    }
  }

  private func step(from event: CivilDate, count: Int, counts: (CivilDate) -> Bool) -> CivilDate {
    var (date, left) = (event, count)
    while left > 0 {
      date = date.adding(days: 1)
      if counts(date) { left -= 1 }
    }
    return date
  }

  /// Walks to the first of the month meant, then on to the day number as long as the month lasts.
  private func sameDay(as event: CivilDate, monthsOn months: Int) -> CivilDate {
    var date = step(from: event, count: months) { $0.day == 1 }
    while date.day < event.day, date.adding(days: 1).month == date.month { date = date.adding(days: 1) }
    return date
  }

  private static func isWithinAct(_ length: Length) -> Bool {
    let most: [Length.Unit: Int] = [.days: 90, .weeks: 12, .months: 3]
    return length.amount <= most[length.unit, default: 0]
  }

  /// Carl Friedrich Gauss, 1800 and 1816: an offset from 22 March.
  static func easter(_ year: Int) -> CivilDate {
    let (a, b, c, k) = (year % 19, year % 4, year % 7, year / 100)
    let m = (15 - (13 + 8 * k) / 25 + k - k / 4) % 30
    let d = (19 * a + m) % 30
    let e = (2 * b + 4 * c + 6 * d + (4 + k - k / 4) % 7) % 7
    let easter = date(year, 3, 22).adding(days: d + e)
    let isException = (d == 29 && e == 6) || (d == 28 && e == 6 && (11 * m + 11) % 30 < 19)
    return isException ? easter.adding(days: -7) : easter
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: day) ?? .min
  }
}
