/// Counts a term in days: moves `day`, the last day so far, and records each step.
///
/// A day is looked up only when it matters, and a year without known decrees gives a warning only when one of its days was
/// counted as a working day: a Sunday is a day off whatever the decrees say.
struct DayCount {
  private let start: CivilDate
  private let kind: DeadlineKind
  private let calendar: WorkCalendar
  /// The days on which the term was suspended.
  private let pauses: [Range<CivilDate>]
  private var day: CivilDate
  private var lengths: [Length] = []
  private var steps: [Step] = []
  private var uncertainYears: [Int] = []

  init(from start: CivilDate, kind: DeadlineKind, calendar: WorkCalendar, suspensions: [Suspension]) {
    self.start = start
    self.kind = kind
    self.calendar = calendar
    pauses = suspensions.map { $0.dates(for: kind) }
    day = start
  }

  var dueDate: DueDate {
    DueDate(
      due: Amsterdam.startOfDay(day.adding(days: 1)),
      lastDay: day,
      steps: steps,
      warnings: uncertainYears.map(DueDate.Warning.decreeUnknown(year:)),
      calendarVersion: calendar.version
    )
  }

  /// Goes back to the start of the first of a series of terms. Suspended days and the minimum of the law stay those of this
  /// term.
  mutating func goBack(toFirstOf repetition: Repetition) {
    day = Amsterdam.date(at: repetition.first)
    note(.repeated(number: repetition.number))
  }

  /// Counts calendar time from the start, then adds the days on which the term was suspended. A suspension that begins after
  /// the last day adds nothing: there was nothing left to suspend.
  /// - Parameter total: the length to count instead of the first one, from the start of the first of a series of terms.
  mutating func add(_ lengths: [Length], total: Length? = nil) {
    self.lengths = lengths
    for (index, length) in lengths.enumerated() {
      let counted = index == 0 ? total ?? length : length
      move(to: day.adding(counted), .counted(counted))
    }
    for pause in pauses where pause.lowerBound <= day {
      let days = pause.upperBound.days(since: pause.lowerBound)
      move(to: day.adding(days: days), .suspended(days: days))
    }
  }

  /// Counts working days from the start, without those on which the term was suspended.
  mutating func addWorkingDays(_ length: Length) {
    move(to: workingDay(length.amount, pausing: false).date, .counted(length))
    guard !pauses.isEmpty else { return }
    let (last, lost) = workingDay(length.amount, pausing: true)
    move(to: last, .suspended(days: lost))
  }

  /// Moves the end past days off, and further until the term has two working days, if it has at least `days` days. The end
  /// is never a day on which the term was suspended: it moves to the day of resumption or later.
  mutating func extend(whenAtLeast days: Int) {
    if let dayOff = lookUp(day) {
      var next = day.adding(days: 1)
      while isPaused(next) || lookUp(next) != nil { next = next.adding(days: 1) }
      move(to: next, .endedOn(dayOff))
    }
    guard lengths.contains(where: { $0.isAtLeast(days: days) }) else { return }
    let second = workingDay(2, pausing: true).date
    if second > day { move(to: second, .twoWorkingDays) }
  }

  mutating func goBack(_ length: Length) {
    guard kind == .workingDays else { return move(to: day.adding(length, times: -1), .countedBack(length)) }
    var date = day
    for _ in 0..<length.amount {
      repeat { date = date.adding(days: -1) } while lookUp(date) != nil
    }
    move(to: date, .countedBack(length))
  }

  mutating func note(_ rule: Step.Rule) { move(to: day, rule) }

  private mutating func move(to next: CivilDate, _ rule: Step.Rule) {
    steps.append(Step(rule: rule, kind: kind, before: day, after: next))
    day = next
  }

  /// The `number`th working day of the term, and how many working days were skipped because the term was suspended.
  private mutating func workingDay(_ number: Int, pausing: Bool) -> (date: CivilDate, skipped: Int) {
    let begin = pausing ? beginAfterPauses : start
    var date = start
    var (found, skipped) = (0, 0)
    while found < number {
      date = date.adding(days: 1)
      guard lookUp(date) == nil else { continue }
      if pausing, date <= begin || isPaused(date) { skipped += 1 } else { found += 1 }
    }
    return (date, skipped)
  }

  /// The day of the event is not counted. When the term was suspended on that day, the day of resumption takes its place and
  /// is not counted either; and when it was suspended again on that day, the next one.
  private var beginAfterPauses: CivilDate {
    pauses.reduce(start) { begin, pause in pause.lowerBound <= begin ? max(begin, pause.upperBound) : begin }
  }

  private func isPaused(_ date: CivilDate) -> Bool { pauses.contains { $0.contains(date) } }

  private mutating func lookUp(_ date: CivilDate) -> DayOff? {
    if let dayOff = calendar.dayOff(on: date, for: kind) { return dayOff }
    let year = date.year
    if kind != .eu1182, !calendar.completeYears.contains(year), !uncertainYears.contains(year) {
      uncertainYears.append(year)
    }
    return nil
  }
}
