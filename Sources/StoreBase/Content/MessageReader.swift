import CaseCore
import Foundation

/// Reads the form that ``ContentCoder`` describes. Bytes that are not in that form give an error, never a crash.
package struct MessageReader {
  private let bytes: [UInt8]
  private var position = 0
  /// Where the message ends that is being read.
  private var end: Int
  /// In how many messages that one is.
  private var depth = 0
  /// Where the field begins that is being read, and how it ends.
  private var field: (start: Int, type: WireType) = (0, .variable)

  static let unreadable = StoreError.corrupt("a content of another form")
  /// How deep messages can be in each other. A value of a request is at most 16 deep, so what is deeper was never written.
  static let deepest = 100

  init(_ data: Data) {
    bytes = [UInt8](data)
    end = bytes.count
  }

  // MARK: - Fields

  /// The number of the next field of the message; `nil` at its end. One of ``read(_:)``, ``keep(in:)`` and ``skip()`` has to
  /// follow.
  mutating func next() throws(StoreError) -> Int? {
    guard position < end else { return nil }
    let start = position
    let tag = try variable()
    // Numbers go from 1 to 29 bits.
    guard let type = WireType(rawValue: tag & 7), (8...UInt64(UInt32.max)).contains(tag) else { throw Self.unreadable }
    field = (start, type)
    return Int(tag >> 3)
  }

  mutating func read<Value: MessageField>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
    guard field.type == Value.wireType else { throw Self.unreadable }
    guard Value.isMessage else { return try Value(from: &self) }
    let outer = try enter()
    let value = try Value(from: &self)
    try leave(to: outer)
    return value
  }

  /// Passes over the field and keeps it as it is.
  mutating func keep(in later: inout LaterFields) throws(StoreError) {
    let start = field.start
    try skip()
    later.bytes += bytes[start..<position]
  }

  mutating func skip() throws(StoreError) {
    switch field.type {
    case .variable: _ = try variable()
    case .delimited: _ = try delimited()
    case .fixed64: _ = try raw(8)
    case .fixed32: _ = try raw(4)
    }
  }

  /// The choice that a message consists of: its one field.
  /// - Parameter read: reads the field of a choice; `nil` for a number that is none.
  /// - Throws: also when the choice is not known, or there is something beside it: that cannot be passed over.
  mutating func choice<Choice>(
    _ read: (inout MessageReader, _ number: Int) throws(StoreError) -> Choice?
  ) throws(StoreError) -> Choice {
    guard let number = try next(), let choice = try read(&self, number), position == end else { throw Self.unreadable }
    return choice
  }

  /// A field that was written by ``MessageWriter/write(_:map:)``.
  mutating func entry<Value: MessageField>(of map: inout [String: Value]) throws(StoreError) {
    let outer = try enter()
    var (key, value) = ("", Value?.none)
    while let number = try next() {
      switch number {
      case 1: key = try read()
      case 2: value = try read()
      default: throw Self.unreadable
      }
    }
    try leave(to: outer)
    map[key] = if let value { value } else { try Value.absent() }
  }

  /// A field that was written by ``MessageWriter/write(_:fields:)``.
  /// - Parameter isClosed: whether it is a message that gets no other fields. Of one that does, they are passed over.
  mutating func fields<each Value: MessageField>(
    _ types: repeat (each Value).Type,
    isClosed: Bool = false
  ) throws(StoreError) -> (repeat each Value) {
    let outer = try enter()
    var places: [(number: Int, position: Int, type: WireType)] = []
    while let number = try next() {
      places.append((number, position, field.type))
      try skip()
    }
    let after = end
    var number = 0
    let values = (repeat try value(each types, &number, places))
    guard !isClosed || places.allSatisfy({ $0.number <= number }) else { throw Self.unreadable }
    position = after
    try leave(to: outer)
    return values
  }

  private mutating func value<Value: MessageField>(
    _ type: Value.Type,
    _ number: inout Int,
    _ places: [(number: Int, position: Int, type: WireType)]
  ) throws(StoreError) -> Value {
    number += 1
    guard let place = places.last(where: { $0.number == number }) else { return try Value.absent() }
    position = place.position
    field.type = place.type
    return try read(type)
  }

  /// Goes into a message, which begins with how long it is.
  /// - Returns: where the one around it ends.
  private mutating func enter() throws(StoreError) -> Int {
    guard field.type == .delimited, depth < Self.deepest else { throw Self.unreadable }
    let length = try count()
    depth += 1
    defer { end = position + length }
    return end
  }

  private mutating func leave(to outer: Int) throws(StoreError) {
    guard position == end else { throw Self.unreadable }
    (end, depth) = (outer, depth - 1)
  }

  // MARK: - Values

  mutating func variable() throws(StoreError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard position < end else { throw Self.unreadable }
      let byte = bytes[position]
      position += 1
      // For the tenth there is one bit left.
      guard shift < 63 || byte <= 1 else { throw Self.unreadable }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw Self.unreadable
  }

  mutating func delimited() throws(StoreError) -> ArraySlice<UInt8> { try raw(count()) }

  private mutating func count() throws(StoreError) -> Int {
    guard let count = Int(exactly: try variable()), count <= end - position else { throw Self.unreadable }
    return count
  }

  private mutating func raw(_ count: Int) throws(StoreError) -> ArraySlice<UInt8> {
    guard count <= end - position else { throw Self.unreadable }
    defer { position += count }
    return bytes[position..<position + count]
  }
}
