/// Writes the form that ``ContentCoder`` describes.
package struct ContentWriter {
  private(set) var bytes: [UInt8]

  init(version: UInt8) {
    bytes = []
    bytes.reserveCapacity(512)
    bytes.append(version)
  }

  /// Which of several choices follows.
  mutating func choice(_ number: UInt8) { bytes.append(number) }

  mutating func write(_ value: some Content) { value.write(to: &self) }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      count(utf8.count)
      bytes.append(contentsOf: utf8)
    }
  }

  /// The sign goes to the lowest bit (zigzag), so that small negative numbers are short too.
  mutating func write(_ number: Int64) { variable(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

  mutating func count(_ count: Int) { variable(UInt64(count)) }

  mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
