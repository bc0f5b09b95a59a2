/// The moments at which cases are compared, on working days, by the time in the Netherlands: fixed ones, so that what somebody records and
/// what is found by it are not close in time.
public struct MatchMoments: Hashable, Sendable {
  /// In minutes after midnight, in order.
  public let minutes: [Int]

  /// At 07:00 and 13:00.
  public static let standard = MatchMoments(minutes: [7 * 60, 13 * 60])

  private init(minutes: [Int]) { self.minutes = minutes }

  /// - Parameter text: times such as `07:00`, divided by commas.
  /// - Returns: `nil` when one of them is no time, or is there twice, and for more than ten.
  public init?(_ text: String) {
    let times = text.split(separator: ",", omittingEmptySubsequences: false).map { time -> Int? in
      let parts = time.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2,
        parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
      else { return nil }
      return hour * 60 + minute
    }
    let minutes = times.compactMap(\.self).sorted()
    guard minutes.count == times.count, (1...10).contains(minutes.count), Set(minutes).count == minutes.count else {
      return nil
    }
    self.minutes = minutes
  }

  /// The last of them up to and including a moment.
  public func last(until moment: Instant, _ calendar: WorkCalendar) -> Instant? {
    days(from: Amsterdam.date(at: moment), by: -1, calendar).lazy.compactMap { day in
      self.moments(on: day).last { $0 <= moment }
    }.first
  }

  /// The first of them after a moment.
  public func next(after moment: Instant, _ calendar: WorkCalendar) -> Instant? {
    days(from: Amsterdam.date(at: moment), by: 1, calendar).lazy.compactMap { day in
      self.moments(on: day).first { $0 > moment }
    }.first
  }

  /// The working days of a fortnight: no longer than some days is nobody at work.
  private func days(from day: CivilDate, by step: Int, _ calendar: WorkCalendar) -> [CivilDate] {
    (0...14).map { day.adding(days: $0 * step) }.filter { calendar.dayOff(on: $0, for: .workingDays) == nil }
  }

  private func moments(on day: CivilDate) -> [Instant] {
    minutes.compactMap { CivilDateTime(date: day, hour: $0 / 60, minute: $0 % 60).map(Amsterdam.instant) }
  }
}
