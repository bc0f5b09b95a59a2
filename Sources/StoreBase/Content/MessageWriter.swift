import CaseCore

/// Writes the form that ``ContentCoder`` describes.
package struct MessageWriter {
  private(set) var bytes: [UInt8]

  init(form: UInt8) {
    bytes = []
    bytes.reserveCapacity(512)
    bytes.append(form)
  }

  // MARK: - Fields

  mutating func write(_ number: Int, _ value: some MessageField) {
    if !value.isAbsent { write(number, present: value) }
  }

  /// Writes what is there, empty or not.
  mutating func write<Value: MessageField>(_ number: Int, present value: Value?) {
    guard let value else { return }
    tag(number, Value.wireType)
    if Value.isMessage { delimited { value.write(to: &$0) } } else { value.write(to: &self) }
  }

  mutating func write(_ number: Int, each values: some Sequence<some MessageField>) {
    for value in values { write(number, present: value) }
  }

  mutating func write(_ number: Int, map values: [String: some MessageField]) {
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { write(number, fields: key, value) }
  }

  /// Writes a message of which the fields have the numbers 1, 2 and so on.
  mutating func write<each Value: MessageField>(_ number: Int, fields values: repeat each Value) {
    tag(number, .delimited)
    delimited { writer in
      var number = 0
      for value in repeat each values {
        number += 1
        writer.write(number, value)
      }
    }
  }

  /// Writes what a later release wrote here.
  mutating func write(_ later: LaterFields) { bytes.append(contentsOf: later.bytes) }

  // MARK: - Values

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func delimited(_ value: some Collection<UInt8>) {
    variable(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Writes how long it is before what `body` writes: mostly one byte, for which room is left.
  private mutating func delimited(_ body: (inout MessageWriter) -> Void) {
    let start = bytes.count
    bytes.append(0)
    body(&self)
    var length = UInt64(bytes.count - start - 1)
    var position = start
    while length >= 0x80 {
      bytes[position] = UInt8(truncatingIfNeeded: length) | 0x80
      length >>= 7
      position += 1
      bytes.insert(0, at: position)
    }
    bytes[position] = UInt8(length)
  }

  private mutating func tag(_ number: Int, _ type: WireType) { variable(UInt64(number) << 3 | type.rawValue) }
}
