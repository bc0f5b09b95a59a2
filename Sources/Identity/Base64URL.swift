/// Base64 with the alphabet for addresses, without padding (RFC 4648, 5; RFC 7515, 2).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  /// The value of each character; 64 for what is none.
  private static let values: [UInt8] = {
    var values = Array(repeating: UInt8(64), count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// - Returns: `nil` for what is not written in the one way there is.
  static func decoded(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (held, bits) = (UInt32(0), 0)
    for character in text.utf8 {
      let value = values[Int(character)]
      guard value < 64 else { return nil }
      held = (held << 6 | UInt32(value)) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      }
    }
    // What is left over is less than a character, and zero.
    guard bits < 6, held & (1 << UInt32(bits) - 1) == 0 else { return nil }
    return bytes
  }
}
