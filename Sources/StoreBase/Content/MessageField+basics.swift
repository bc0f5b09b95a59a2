package import CaseCore
package import Foundation

extension String: MessageField {
  package static var wireType: WireType { .delimited }
  package static func absent() -> String { "" }
  package var isAbsent: Bool { isEmpty }

  package func write(to writer: inout MessageWriter) {
    var text = self
    text.withUTF8 { writer.delimited($0) }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    // Not mended: a text that is not UTF-8 was never written.
    guard let text = String(validating: try reader.delimited(), as: UTF8.self) else { throw MessageReader.unreadable }
    self = text
  }
}

extension Int64: MessageField {
  package static var wireType: WireType { .variable }
  package static func absent() -> Int64 { 0 }
  package var isAbsent: Bool { self == 0 }

  /// The sign goes to the lowest bit (zigzag), so that small negative numbers are short too.
  package func write(to writer: inout MessageWriter) {
    writer.variable(UInt64(bitPattern: (self << 1) ^ (self >> 63)))
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    let value = try reader.variable()
    self = Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
  }
}

extension Int: MessageField {
  package static var wireType: WireType { .variable }
  package static func absent() -> Int { 0 }
  package var isAbsent: Bool { self == 0 }
  package func write(to writer: inout MessageWriter) { Int64(self).write(to: &writer) }

  package init(from reader: inout MessageReader) throws(StoreError) {
    guard let number = Int(exactly: try Int64(from: &reader)) else { throw MessageReader.unreadable }
    self = number
  }
}

extension Bool: MessageField {
  package static var wireType: WireType { .variable }
  package static func absent() -> Bool { false }
  package var isAbsent: Bool { !self }
  package func write(to writer: inout MessageWriter) { writer.variable(self ? 1 : 0) }
  package init(from reader: inout MessageReader) throws(StoreError) { self = try reader.variable() != 0 }
}

extension UUID: MessageField {
  package static var wireType: WireType { .delimited }
  package func write(to writer: inout MessageWriter) { withUnsafeBytes(of: uuid) { writer.delimited($0) } }

  package init(from reader: inout MessageReader) throws(StoreError) {
    let bytes = try reader.delimited()
    guard bytes.count == 16 else { throw MessageReader.unreadable }
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}

/// As microseconds since 1970.
extension Instant: MessageField {
  package static var wireType: WireType { .variable }
  package static func absent() -> Instant { Instant(microseconds: 0) }
  package var isAbsent: Bool { microseconds == 0 }
  package func write(to writer: inout MessageWriter) { microseconds.write(to: &writer) }
  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(microseconds: try Int64(from: &reader))
  }
}

/// As days since 1 January 1970.
extension CivilDate: MessageField {
  package static var wireType: WireType { .variable }
  package static func absent() -> CivilDate { CivilDate(dayNumber: 0) }
  package var isAbsent: Bool { dayNumber == 0 }
  package func write(to writer: inout MessageWriter) { dayNumber.write(to: &writer) }
  package init(from reader: inout MessageReader) throws(StoreError) { self.init(dayNumber: try Int(from: &reader)) }
}

/// A list in the place of one value: a message with each of them as field 1, and no other.
struct Listed<Element: MessageField>: Message {
  var elements: [Element]

  init(_ elements: [Element]) { self.elements = elements }
  static func absent() -> Listed { Listed([]) }
  var isAbsent: Bool { elements.isEmpty }
  func write(to writer: inout MessageWriter) { writer.write(1, each: elements) }

  init(from reader: inout MessageReader) throws(StoreError) {
    elements = []
    while let number = try reader.next() {
      guard number == 1 else { throw MessageReader.unreadable }
      elements.append(try reader.read())
    }
  }
}

/// Of a choice with nothing to it.
struct Nothing: Message {
  init() {}
  static func absent() -> Nothing { Nothing() }
  var isAbsent: Bool { true }
  func write(to writer: inout MessageWriter) {}
  init(from reader: inout MessageReader) throws(StoreError) { while try reader.next() != nil { try reader.skip() } }
}
