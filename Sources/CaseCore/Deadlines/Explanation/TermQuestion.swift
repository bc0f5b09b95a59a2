/// A question about a term without a case, as the texts that somebody entered. All faults are reported at once.
public struct TermQuestion: Sendable, Hashable {
  /// What a fault is about.
  public enum Part: Sendable, Hashable {
    case from, before, length, kind, suspension, extra, closure
  }

  public struct Fault: Sendable, Hashable {
    /// It never holds what was entered.
    public enum Reason: Sendable, Hashable {
      /// Neither the start nor the event before which it must be over.
      case eventMissing
      /// Both of them.
      case twoEvents
      /// Neither a day nor a moment.
      case notMoment
      case kindMissing
      case kindUnknown
      case notLength(LengthError.Reason)
      case notDate
      /// Not two days, or moments.
      case notPeriod
      /// A period that ends before it begins.
      case periodReversed
      /// A term that is counted back cannot be suspended or extended.
      case countedBack
      case notCountable(DeadlineError)
    }

    public let part: Part
    public let reason: Reason
  }

  public struct Faults: Error, Sendable, Hashable {
    /// Never empty.
    public let faults: [Fault]
  }

  /// The event at which the term starts: a date (`2026-12-24`) or an instant (RFC 3339).
  public var from: String?
  /// Instead of ``from``: the event before which the term must be over.
  public var before: String?
  /// `P3D`, `P6W`, `P3M`, `P1Y`, `PT72H`.
  public var length: String
  /// A raw value of ``DeadlineKind``.
  public var kind: String
  /// `2026-12-28..2027-01-04`: suspended on the first day, or moment, and resumed on the second.
  public var suspensions: [String] = []
  /// Lengths by which it is extended.
  public var extensions: [String] = []
  /// Dates on which the organisation is closed, in addition to those of the calendar.
  public var closures: [String] = []

  public init(from: String? = nil, before: String? = nil, length: String, kind: String) {
    self.from = from
    self.before = before
    self.length = length
    self.kind = kind
  }

  /// How the days of ``closures`` are named in an answer.
  public struct ClosureNames: Sendable {
    /// Goes behind the version of the calendar, which is then not the one in force.
    public var version: String
    /// The source of each day.
    public var source: String

    public init(version: String, source: String) { (self.version, self.source) = (version, source) }
  }

  /// Counts the term. `DutchMessages` has the same in Dutch.
  public func answer(calendar: WorkCalendar, naming names: ClosureNames) throws(Faults) -> TermAnswer {
    var reading = TermReading()
    let event = reading.event(from: from, before: before)
    let rule = reading.rule(length: length, kind: kind)
    let ledger = reading.ledger(suspensions: suspensions, extensions: extensions, from: event)
    if before != nil, from == nil, !suspensions.isEmpty || !extensions.isEmpty {
      reading.fault(.before, .countedBack)
    }
    let closed = reading.dates(closures)
    guard reading.faults.isEmpty, let event, let rule else { throw Faults(faults: reading.faults) }
    let calendar = calendar.closed(on: closed, names)
    let dueDate: DueDate?
    do throws(DeadlineError) {
      dueDate =
        from == nil
        ? try rule.due(before: event, calendar: calendar)
        : try rule.due(from: event, ledger: ledger, calendar: calendar)
    } catch { throw Faults(faults: [Fault(error, isBackward: from == nil)]) }
    // Every suspension in a question has an end.
    guard let dueDate else { throw Faults(faults: [Fault(.ledgerOutOfOrder, isBackward: false)]) }
    return TermAnswer(
      rule: rule,
      event: from ?? before ?? "",
      isBackward: from == nil,
      dueDate: dueDate,
      closesInVain: rule.kind == .workingDays ? [] : closed
    )
  }
}

extension TermQuestion.Fault {
  fileprivate init(_ error: DeadlineError, isBackward: Bool) {
    part =
      switch error {
      case .unitNotCounted, .mixedUnits, .tooLong: .extra
      case .startOutOfRange: isBackward ? .before : .from
      case .ledgerOutOfOrder: .suspension
      }
    reason = .notCountable(error)
  }
}

extension WorkCalendar {
  /// The same calendar with more days on which the organisation is closed. It has another version, because it is not the
  /// calendar in force.
  fileprivate func closed(on dates: [CivilDate], _ names: TermQuestion.ClosureNames) -> WorkCalendar {
    guard !dates.isEmpty else { return self }
    return WorkCalendar(
      version: "\(version) \(names.version)",
      equatedDays: equatedDays,
      closureDays: closureDays + dates.map { SpecialDay(date: $0, source: names.source) },
      completeYears: completeYears
    )
  }
}

/// The answer to a ``TermQuestion``.
public struct TermAnswer: Sendable, Hashable {
  public let rule: DeadlineRule
  /// The event as it was entered: a date or an instant.
  public let event: String
  /// Whether the term was counted back from the event.
  public let isBackward: Bool
  public let dueDate: DueDate
  /// The closure days in the question that do not count for this kind.
  public let closesInVain: [CivilDate]
}
