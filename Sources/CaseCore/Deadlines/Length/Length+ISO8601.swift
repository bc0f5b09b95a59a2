extension Length: CustomStringConvertible, Codable {
  /// Reads one unit of an ISO 8601 duration: `P5D`, `P6W`, `P3M`, `P1Y` or `PT72H`, in capitals and without leading zeros.
  public init(iso8601 text: String) throws(LengthError) {
    var scanner = TextScanner(text)
    guard scanner.take("P"), let (amount, unit) = Self.scanPart(&scanner) else {
      throw LengthError(.malformed, text: text)
    }
    guard scanner.isAtEnd else {
      let isSecondPart = Self.scanPart(&scanner) != nil
      throw LengthError(isSecondPart ? .severalUnits : .malformed, text: text)
    }
    do { try self.init(amount, unit) } catch { throw LengthError(error.reason, text: text) }
  }

  private static func scanPart(_ scanner: inout TextScanner) -> (amount: Int, unit: Unit)? {
    let isTime = scanner.take("T")
    guard let number = scanner.number(upTo: 18), number.digits == String(number.value).utf8.count else { return nil }
    switch (isTime, scanner.next()) {
    case (true, "H"): return (number.value, .hours)
    case (false, "D"): return (number.value, .days)
    case (false, "W"): return (number.value, .weeks)
    case (false, "M"): return (number.value, .months)
    case (false, "Y"): return (number.value, .years)
    default: return nil
    }
  }

  /// The ISO 8601 form. Each length has exactly one.
  public var description: String {
    switch unit {
    case .hours: "PT\(amount)H"
    case .days: "P\(amount)D"
    case .weeks: "P\(amount)W"
    case .months: "P\(amount)M"
    case .years: "P\(amount)Y"
    }
  }

  public init(from decoder: any Decoder) throws {
    try self.init(iso8601: decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
