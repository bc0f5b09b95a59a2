extension DeadlineRule {
  /// When a term that starts with an event at `start` ends.
  public func due(from start: Instant, calendar: WorkCalendar) throws(DeadlineError) -> DueDate {
    try due(from: start, lengths: [length], ledger: Ledger(), calendar: calendar)
  }

  /// When a term that starts with an event at `start` ends, given what happened to it since; `nil` while it is suspended,
  /// because nobody can know then.
  ///
  /// It does not check whether an entry came in time: a suspension after the end revives the term. A caller that adds an
  /// entry to the ledger compares it with the due date first.
  /// - Parameter repetition: the position in a series of terms; see ``Repetition``.
  public func due(
    from start: Instant,
    ledger: Ledger,
    repetition: Repetition? = nil,
    calendar: WorkCalendar
  ) throws(DeadlineError) -> DueDate? {
    if let first = ledger.entries.first, first.at < start { throw .ledgerOutOfOrder }
    let lengths = try ledger.lengths(extending: self)
    guard !ledger.isSuspended else { return nil }
    return try due(from: start, lengths: lengths, ledger: ledger, repetition: repetition, calendar: calendar)
  }

  private func due(
    from start: Instant,
    lengths: [Length],
    ledger: Ledger,
    repetition: Repetition? = nil,
    calendar: WorkCalendar
  ) throws(DeadlineError) -> DueDate {
    try Self.requireInRange(start)
    guard length.unit != .hours else {
      var count = HourCount(from: start, kind: kind)
      for extra in ledger.extras { count.note(.extended(extra)) }
      count.add(lengths, suspensions: ledger.suspensions)
      return count.dueDate(calendar: calendar)
    }
    var count = DayCount(
      from: Amsterdam.date(at: start),
      kind: kind,
      calendar: calendar,
      suspensions: ledger.suspensions
    )
    for extra in ledger.extras { count.note(.extended(extra)) }
    var total: Length?
    if let repetition, isCountedAsSeries {
      total = try repetition.total(of: length, extendedTo: lengths[0])
      count.goBack(toFirstOf: repetition)
    }
    add(lengths, total: total, to: &count)
    return count.dueDate
  }

  /// - Parameter total: see ``DayCount/add(_:total:)``. Whether the law moves the end depends on the lengths of the term itself.
  private func add(_ lengths: [Length], total: Length?, to count: inout DayCount) {
    switch kind {
    case .workingDays:
      // Working days have one unit, so there is one sum.
      for sum in lengths { count.addWorkingDays(sum) }
    case .calendar: count.add(lengths, total: total)
    case .hours: break  // Its only unit is hours, which are not counted in days.
    case .atw:
      count.add(lengths, total: total)
      if lengths.contains(where: \.isOutsideAtw) {
        count.note(.notExtended)
      } else {
        count.extend(whenAtLeast: 3)
      }
    case .eu1182:
      count.add(lengths, total: total)
      count.extend(whenAtLeast: 2)
    }
  }

  /// The last moment to do what must be done this long *before* an event, such as "at least five days before".
  ///
  /// The day of the event is not counted, and the last day to act is the one that lies the length before it: `P5D` before
  /// the 20th is the whole of the 15th. Such a term is never moved, whatever day it ends on (Algemene termijnenwet art. 1
  /// lid 2, Regulation 1182/71 art. 3(4)); under `werkdagen` only working days are counted back.
  public func due(before event: Instant, calendar: WorkCalendar) throws(DeadlineError) -> DueDate {
    try Self.requireInRange(event)
    guard length.unit != .hours else {
      var count = HourCount(from: event, kind: kind)
      count.goBack(length)
      return count.dueDate(calendar: calendar)
    }
    var count = DayCount(from: Amsterdam.date(at: event), kind: kind, calendar: calendar, suspensions: [])
    count.goBack(length)
    return count.dueDate
  }

  private static func requireInRange(_ start: Instant) throws(DeadlineError) {
    guard years.contains(Amsterdam.date(at: start).year) else { throw .startOutOfRange }
  }
}
