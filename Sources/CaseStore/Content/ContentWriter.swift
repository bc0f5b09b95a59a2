/// Writes the form that ``ContentCoder`` describes.
package struct ContentWriter {
  private(set) var bytes: [UInt8]
  /// The version that is written.
  let version: UInt8
  /// The first version that can hold what was written.
  private(set) var needed: UInt8 = 1

  init(version: UInt8) {
    self.version = version
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

  /// Writes what came with a version. In the versions before it is not there, and only what is empty can do without.
  mutating func write(_ value: some Content, since version: UInt8, isEmpty: Bool) {
    if !isEmpty { needed = max(needed, version) }
    if self.version >= version { value.write(to: &self) }
  }

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
