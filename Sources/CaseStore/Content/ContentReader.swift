import Foundation

/// Reads the form that ``ContentCoder`` describes. Bytes that are not in that form give an error, never a wrong value or a
/// crash.
package struct ContentReader {
  private let bytes: [UInt8]
  private var position = 1
  /// The version in which the content was written.
  let version: UInt8

  static let unreadable = StoreError.corrupt("a content of another form")

  init(_ data: Data) throws(StoreError) {
    bytes = [UInt8](data)
    guard let version = bytes.first, ContentCoder.versions.contains(version) else { throw Self.unreadable }
    self.version = version
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func choice() throws(StoreError) -> UInt8 {
    guard position < bytes.count else { throw Self.unreadable }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func read<Value: Content>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
    try Value(from: &self)
  }

  mutating func text() throws(StoreError) -> String {
    // Not mended: a text that is not UTF-8 was never written.
    guard let text = String(validating: try raw(count()), as: UTF8.self) else { throw Self.unreadable }
    return text
  }

  mutating func number() throws(StoreError) -> Int64 {
    let value = try variable()
    return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
  }

  /// How many follow. Each takes at least a byte, so a count that goes past the end is wrong.
  mutating func count() throws(StoreError) -> Int {
    guard let count = Int(exactly: try variable()), count <= bytes.count - position else { throw Self.unreadable }
    return count
  }

  mutating func raw(_ count: Int) throws(StoreError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw Self.unreadable }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func variable() throws(StoreError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try choice()
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw Self.unreadable
  }
}
