/// Bytes in PostgreSQL's binary format: integers in network order.
public struct PostgresBuffer: Sendable {
  var bytes: [UInt8] = []

  public mutating func append<Integer: FixedWidthInteger>(_ integer: Integer) {
    unsafe withUnsafeBytes(of: integer.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  public mutating func append(contentsOf other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }

  /// Appends what `body` writes, preceded by its length in bytes as an `int4`.
  mutating func appendLengthPrefixed(_ body: (inout PostgresBuffer) -> Void) {
    let start = bytes.count
    append(Int32(0))
    body(&self)
    let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
    for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32(byte))) }
  }
}

extension RawSpan {
  /// The integer in network order at `offset`, or `nil` when the bytes end before it does.
  func integer<Integer: FixedWidthInteger & BitwiseCopyable>(at offset: Int = 0, as type: Integer.Type) -> Integer? {
    guard offset >= 0, byteCount - offset >= MemoryLayout<Integer>.size else { return nil }
    return unsafe Integer(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
  }
}
