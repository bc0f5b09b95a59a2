/// Reads a text of a fixed form from left to right. Every step returns `nil` when the text has another form.
///
/// It reads bytes and accepts ASCII digits only, so no locale, digit of another script or combining mark is accepted.
struct TextScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next `count` digits as a number.
  mutating func number(digits count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return Self.value(of: digits)
  }

  /// All digits that follow, at least one and at most `limit`, as a number and how many there were.
  mutating func number(upTo limit: Int) -> (value: Int, digits: Int)? {
    let digits = rest.prefix(while: Self.isDigit)
    guard (1...limit).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return (Self.value(of: digits), digits.count)
  }

  /// Reads the next character if it is this one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Reads the next character if it is ASCII.
  mutating func next() -> Unicode.Scalar? {
    guard let first = rest.first, first < 0x80 else { return nil }
    rest = rest.dropFirst()
    return Unicode.Scalar(first)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func value(of digits: Substring.UTF8View) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
