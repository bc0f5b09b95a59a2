extension CivilDate: CustomStringConvertible, Codable {
  /// Reads `2026-05-04`: the extended form of ISO 8601, four digits for the year, a day that exists.
  public init(iso8601 text: String) throws(TimeFormatError) {
    var scanner = TextScanner(text)
    guard let date = Self.scan(&scanner), scanner.isAtEnd else { throw TimeFormatError(expected: .date, text: text) }
    self = date
  }

  static func scan(_ scanner: inout TextScanner) -> CivilDate? {
    guard let year = scanner.number(digits: 4), scanner.take("-"),
      let month = scanner.number(digits: 2), scanner.take("-"),
      let day = scanner.number(digits: 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// The ISO 8601 form, `2026-05-04`.
  public var description: String {
    let (year, month, day) = components
    return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
  }

  public init(from decoder: any Decoder) throws {
    try self.init(iso8601: decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
