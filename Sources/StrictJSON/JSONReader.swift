import OrderedCollections

/// Reads a JSON text (RFC 8259) strictly, as I-JSON (RFC 7493) asks: UTF-8, no key twice in one object, no lone
/// surrogates. Nothing is guessed; a text that two readers could take differently is refused.
///
/// It goes over the bytes once, within ``JSONLimits``, so what a stranger sends costs no more than its length.
package struct JSONReader {
  /// A text that is not JSON, or not such as we take. It does not say where: positions and snippets are content.
  package enum Fault: Error, Hashable {
    case malformed
    /// It is longer, deeper or has more values than the limits allow.
    case tooMuch
  }

  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var position = 0
  private var level = 0
  private var values = 0

  package static func read(_ bytes: [UInt8], within limits: JSONLimits = .request) throws(Fault) -> JSON {
    guard bytes.count <= limits.bytes else { throw .tooMuch }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
    var reader = JSONReader(bytes: bytes, limits: limits)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else { throw .malformed }
    return value
  }

  private init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard take(character) else { throw .malformed }
  }

  private mutating func value() throws(Fault) -> JSON {
    values += 1
    guard values <= limits.values else { throw .tooMuch }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return .object(try nested { (reader) throws(Fault) in try reader.members() })
    case UInt8(ascii: "["): return .array(try nested { (reader) throws(Fault) in try reader.items() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(Fault) -> JSON {
    for byte in word.description.utf8 {
      guard next == byte else { throw .malformed }
      position += 1
    }
    return value
  }

  private mutating func nested<Value>(
    _ body: (inout JSONReader) throws(Fault) -> Value
  ) throws(Fault) -> Value {
    level += 1
    defer { level -= 1 }
    guard level <= limits.depth else { throw .tooMuch }
    position += 1
    return try body(&self)
  }

  private mutating func members() throws(Fault) -> OrderedDictionary<String, JSON> {
    var members: OrderedDictionary<String, JSON> = [:]
    skipSpace()
    if take("}") { return members }
    repeat {
      skipSpace()
      let key = try string()
      skipSpace()
      try expect(":")
      guard members.updateValue(try value(), forKey: key) == nil else { throw .malformed }
      skipSpace()
    } while take(",")
    try expect("}")
    return members
  }

  private mutating func items() throws(Fault) -> [JSON] {
    var items: [JSON] = []
    skipSpace()
    if take("]") { return items }
    repeat {
      items.append(try value())
      skipSpace()
    } while take(",")
    try expect("]")
    return items
  }
}

extension JSONReader {
  /// No number that means something is longer.
  private static let longestNumber = 64

  private mutating func number() throws(Fault) -> JSON {
    let start = position
    var number = JSONNumber(text: "")
    number.isNegative = take("-")
    number.digits = take("0") ? [UInt8(ascii: "0")] : try digits()
    if take(".") {
      let digits = try digits()
      number.fraction = digits.count
      number.digits += digits
    }
    if take("e") || take("E") {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      number.exponent = Int(String(decoding: try digits(), as: UTF8.self)).flatMap { power in
        power <= 1_000_000 ? (isNegative ? -power : power) : nil
      }
    }
    guard position - start <= Self.longestNumber else { throw .tooMuch }
    number.text = String(decoding: bytes[start..<position], as: UTF8.self)
    return number.json
  }

  private mutating func digits() throws(Fault) -> [UInt8] {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw .malformed }
    return Array(bytes[start..<position])
  }

  private mutating func string() throws(Fault) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escaped())
      case 0..<0x20: throw .malformed
      default: text.append(byte)
      }
    }
    throw .malformed
  }

  private mutating func escaped() throws(Fault) -> [UInt8] {
    guard let byte = next else { throw .malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
    default: throw .malformed
    }
  }

  private mutating func scalar() throws(Fault) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, take("\\"), take("u") else { throw .malformed }
    let second = try unit()
    guard (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw .malformed }
    return scalar
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    guard position + 4 <= bytes.count else { throw .malformed }
    var unit: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw .malformed }
      unit = unit << 4 | UInt32(digit)
    }
    position += 4
    return unit
  }
}
