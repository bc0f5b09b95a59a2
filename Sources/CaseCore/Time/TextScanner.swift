/// Reads a text of fixed form from left to right. Every step returns `nil` when the text is something else.
///
/// It sees bytes and accepts ASCII digits only, so no locale, digit of another script or combining mark gets through.
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

  /// Takes one character if it is among `characters`.
  mutating func take(_ characters: Character...) -> Character? {
    guard let found = characters.first(where: { $0.asciiValue == rest.first }) else { return nil }
    rest = rest.dropFirst()
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func value(of digits: Substring.UTF8View) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

extension Int {
  /// The number in at least `digits` digits, with leading zeros.
  func padded(to digits: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}
