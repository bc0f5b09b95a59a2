import Foundation

/// What content can consist of in the forms of before the fields had numbers. Releases up to 0.1.0 wrote it; what they wrote is
/// read for ever, and nothing is added to it.
///
/// Values stand one after the other, without names: a number as a variable-length integer, a text as its length and its UTF-8,
/// a list as its count and its items, a choice as a number of its own and what belongs to it. The first byte is the version of
/// the form. In version 2 a running deadline also has its repetition, and a part of a case the days by which its deadlines passed.
package protocol FormerContent {
  init(from reader: inout FormerContentReader) throws(StoreError)
}

/// Reads ``FormerContent``. Bytes that are not in that form give an error, never a wrong value or a crash.
package struct FormerContentReader {
  private let bytes: [UInt8]
  private var position = 1
  /// In how many values the one is that is being read.
  private var depth = 0
  /// The version in which the content was written.
  let version: UInt8

  static let unreadable = StoreError.corrupt("a content of another form")

  static func decode<Value: FormerContent>(_ type: Value.Type, from data: Data) throws(StoreError) -> Value {
    var reader = try FormerContentReader(data)
    let value = try Value(from: &reader)
    guard reader.position == reader.bytes.count else { throw unreadable }
    return value
  }

  private init(_ data: Data) throws(StoreError) {
    bytes = [UInt8](data)
    guard let version = bytes.first, (1...2).contains(version) else { throw Self.unreadable }
    self.version = version
  }

  mutating func choice() throws(StoreError) -> UInt8 {
    guard position < bytes.count else { throw Self.unreadable }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func read<Value: FormerContent>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
    guard depth < MessageReader.deepest else { throw Self.unreadable }
    depth += 1
    defer { depth -= 1 }
    return try Value(from: &self)
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
      // For the tenth there is one bit left.
      guard shift < 63 || byte <= 1 else { throw Self.unreadable }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw Self.unreadable
  }
}
