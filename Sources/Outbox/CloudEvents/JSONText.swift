/// A JSON object with texts as values, and objects of one number, in UTF-8.
struct JSONText {
  private var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func begin(_ name: StaticString, _ value: String) {
    bytes.append(UInt8(ascii: "{"))
    member(name, value)
  }

  mutating func add(_ name: StaticString, _ value: String) {
    bytes.append(UInt8(ascii: ","))
    member(name, value)
  }

  mutating func add(_ name: StaticString, number: Int64, named member: StaticString) {
    bytes.append(contentsOf: #","\#(name)":{"\#(member)":\#(number)}"#.utf8)
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    bytes.append(contentsOf: #","\#(name)":\#(value)"#.utf8)
  }

  consuming func end() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// Names are constants of the program and need no escape.
  private mutating func member(_ name: StaticString, _ value: String) {
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: "\""))
    append(escaping: value)
    bytes.append(UInt8(ascii: "\""))
  }

  /// RFC 8259: quotes, backslashes and control characters must be escaped, and nothing else.
  private mutating func append(escaping value: String) {
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
