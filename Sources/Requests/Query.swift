import CaseCore

/// The part of an address after `?`, as forms write it: `a=b&c=d`, a space as `+`, other bytes as `%20`. A key that the
/// route does not have is a fault: the sender expects something of it.
package struct Query {
  private let values: [String: String]

  /// - Parameter text: what follows `?`; `nil` when nothing does.
  package init(_ text: String?, keys: Set<String> = []) throws(InvalidRequest) {
    var values: [String: String] = [:]
    for pair in (text ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "") else {
        throw InvalidRequest(
          "query",
          "Een parameter van het adres is geen UTF-8, of heeft een «%» zonder twee cijfers."
        )
      }
      guard keys.contains(key), values.updateValue(value, forKey: key) == nil else {
        let known = keys.isEmpty ? "geen" : keys.sorted().joined(separator: ", ")
        throw InvalidRequest("query", "Het adres heeft een onbekende of dubbele parameter. Bekend zijn: \(known).")
      }
    }
    self.values = values
  }

  /// The value of a key, read by `parse`; `nil` when it is not there.
  package func value<Value>(
    _ key: String,
    _ message: String,
    _ parse: (String) -> Value?
  ) throws(InvalidRequest) -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = parse(text) else { throw InvalidRequest(key, message) }
    return value
  }

  /// A value that is a name of something.
  package func name(_ key: String) throws(InvalidRequest) -> String? {
    return try value(key, Self.nameRule) { text in
      // The rule is said whole, whatever is wrong.
      try? TextRule.name.accept(text)
    }
  }

  private static let nameRule = "Moet een tekst van 1 tot \(TextRule.name.maximum) tekens zijn, op één regel."

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2 else { return nil }
        rest = rest.dropFirst(2)
        bytes.append(UInt8(digits[0] << 4 | digits[1]))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
