/// A date and a time of day, without a time zone.
public struct CivilDateTime: Sendable, Hashable {
  public let date: CivilDate
  /// 0 up to 86,400,000,000.
  public let microsecondOfDay: Int64

  init(date: CivilDate, microsecondOfDay: Int64) {
    self.date = date
    self.microsecondOfDay = microsecondOfDay
  }

  /// `nil` when the clock has no such time (24:00, 12:60, a leap second).
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999).contains(microsecond)
    else { return nil }
    let seconds = Int64(hour * 3_600 + minute * 60 + second)
    self.init(date: date, microsecondOfDay: seconds * Instant.microsecondsASecond + Int64(microsecond))
  }

  public var hour: Int { secondOfDay / 3_600 }
  public var minute: Int { secondOfDay / 60 % 60 }
  public var second: Int { secondOfDay % 60 }
  public var microsecond: Int { Int(microsecondOfDay % Instant.microsecondsASecond) }

  private var secondOfDay: Int { Int(microsecondOfDay / Instant.microsecondsASecond) }
}

extension CivilDateTime: Comparable {
  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
    (left.date, left.microsecondOfDay) < (right.date, right.microsecondOfDay)
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// `2026-05-04T13:30:00`, with six digits of fraction unless they are all zero.
  public var description: String {
    let clock = "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
    let fraction = microsecond == 0 ? "" : ".\(microsecond.padded(to: 6))"
    return "\(date)T\(clock)\(fraction)"
  }
}
