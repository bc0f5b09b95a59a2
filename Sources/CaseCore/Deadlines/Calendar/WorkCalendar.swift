/// The facts about days that cannot be computed: days equated with a holiday by royal decree, and days on which an
/// organisation is closed.
///
/// A calendar is a value with a version. A due date names the version it was computed with, so it can be explained later,
/// and a new version can be tried on running cases before it is adopted.
public struct WorkCalendar: Sendable, Hashable {
  public struct SpecialDay: Sendable, Hashable {
    public let date: CivilDate
    /// Where this is laid down: a decree, a decision of the organisation.
    public let source: String

    public init(date: CivilDate, source: String) {
      self.date = date
      self.source = source
    }
  }

  public let version: String
  /// Days equated with a holiday by royal decree (Algemene termijnenwet, article 3, paragraph 3), in order of date.
  public let equatedDays: [SpecialDay]
  /// Days on which the organisation does not work, in order of date. They count for `werkdagen` only: an organisation cannot
  /// lengthen a statutory term by closing its doors.
  public let closureDays: [SpecialDay]
  /// The years of which ``equatedDays`` is known to be complete, in order. Decrees cover about three years and come late;
  /// a computation that touches another year says so in its warnings.
  public let completeYears: [Int]

  private let equated: [CivilDate: String]
  private let closed: [CivilDate: String]

  public init(version: String, equatedDays: [SpecialDay], closureDays: [SpecialDay] = [], completeYears: [Int]) {
    self.version = version
    self.equatedDays = equatedDays.sorted { $0.date < $1.date }
    self.closureDays = closureDays.sorted { $0.date < $1.date }
    self.completeYears = completeYears.sorted()
    equated = Self.index(equatedDays)
    closed = Self.index(closureDays)
  }

  private static func index(_ days: [SpecialDay]) -> [CivilDate: String] {
    Dictionary(days.map { ($0.date, $0.source) }, uniquingKeysWith: { first, _ in first })
  }

  /// Why this day is not a working day for deadlines of this kind; `nil` when it is one.
  public func dayOff(on date: CivilDate, for kind: DeadlineKind) -> DayOff? {
    switch date.weekday {
    case .saturday, .sunday: return .weekend(date.weekday)
    default: break
    }
    if let holiday = Holiday(on: date), holiday != .goodFriday || kind != .eu1182 { return .holiday(holiday) }
    if kind != .eu1182, let source = equated[date] { return .equated(source: source) }
    if kind == .workingDays, let source = closed[date] { return .closed(source: source) }
    return nil
  }
}
