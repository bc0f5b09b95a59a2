extension Instant: CustomStringConvertible, Codable {
  /// Reads an RFC 3339 timestamp with any offset, such as `2026-05-04T13:30:00Z` or `2026-05-04T15:30:00.25+02:00`.
  ///
  /// Refused: a missing offset, a day or a time that does not exist, a leap second (`:60` has no place on this scale), a
  /// space instead of the `T`, more than nine digits of fraction. Digits beyond the microsecond are dropped.
  public init(rfc3339 text: String) throws(TimeFormatError) {
    var scanner = TextScanner(text)
    guard let instant = Self.scan(&scanner), scanner.isAtEnd else {
      throw TimeFormatError(expected: .instant, text: text)
    }
    self = instant
  }

  private static func scan(_ scanner: inout TextScanner) -> Instant? {
    guard let date = CivilDate.scan(&scanner), scanner.take("T") || scanner.take("t"),
      let clock = scanClock(&scanner, on: date),
      let offset = scanOffset(&scanner)
    else { return nil }
    let local = Int64(date.dayNumber) * microsecondsADay + clock.microsecondOfDay
    let value = local - Int64(offset) * microsecondsASecond
    // Outside the range the initialiser would stop at the end, and the text would mean something else.
    guard (min.microseconds...max.microseconds).contains(value) else { return nil }
    return Instant(microseconds: value)
  }

  private static func scanClock(_ scanner: inout TextScanner, on date: CivilDate) -> CivilDateTime? {
    guard let hour = scanner.number(digits: 2), scanner.take(":"),
      let minute = scanner.number(digits: 2), scanner.take(":"),
      let second = scanner.number(digits: 2)
    else { return nil }
    guard scanner.take(".") else { return CivilDateTime(date: date, hour: hour, minute: minute, second: second) }
    guard let microsecond = scanFraction(&scanner) else { return nil }
    return CivilDateTime(date: date, hour: hour, minute: minute, second: second, microsecond: microsecond)
  }

  private static func scanFraction(_ scanner: inout TextScanner) -> Int? {
    guard let fraction = scanner.number(upTo: 9) else { return nil }
    let nanoseconds = (fraction.digits..<9).reduce(fraction.value) { value, _ in value * 10 }
    return nanoseconds / 1_000
  }

  /// Seconds east of Greenwich.
  private static func scanOffset(_ scanner: inout TextScanner) -> Int? {
    let mark = scanner.next()
    if mark == "Z" || mark == "z" { return 0 }
    guard mark == "+" || mark == "-",
      let hours = scanner.number(digits: 2), hours <= 23, scanner.take(":"),
      let minutes = scanner.number(digits: 2), minutes <= 59
    else { return nil }
    return (mark == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// RFC 3339 in UTC: `2026-05-04T13:30:00Z`, with six digits of fraction unless they are all zero.
  public var description: String { "\(utc)Z" }

  public init(from decoder: any Decoder) throws {
    try self.init(rfc3339: decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
