package import Foundation

/// With the alphabet for addresses, without padding (RFC 4648, 5; RFC 7515, 2). By bytes: messages are long, and a text that is
/// looked at character by character costs more than to encrypt it.
extension Data {
  package var base64URL: String {
    let count = (count * 4 + 2) / 3
    return String(unsafeUninitializedCapacity: count) { buffer in
      var (held, bits, place) = (UInt32(0), 0, 0)
      withUnsafeBytes { bytes in
        for byte in bytes {
          held = (held << 8 | UInt32(byte)) & 0xffff
          bits += 8
          while bits >= 6 {
            bits -= 6
            buffer[place] = Base64URLAlphabet.characters[Int(held >> UInt32(bits) & 63)]
            place += 1
          }
        }
      }
      if bits > 0 {
        buffer[place] = Base64URLAlphabet.characters[Int(held << UInt32(6 - bits) & 63)]
        place += 1
      }
      return place
    }
  }

  /// - Returns: `nil` for what is not written in the one way there is.
  package init?(base64URL text: some StringProtocol) {
    // Nearly every text lies in one piece.
    let bytes =
      text.utf8.withContiguousStorageIfAvailable { Self.bytes(base64URL: $0) }
      ?? Self.bytes(base64URL: Array(text.utf8))
    guard let bytes else { return nil }
    self.init(bytes)
  }

  private static func bytes(base64URL characters: some RandomAccessCollection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count * 3 / 4)
    var (held, bits) = (UInt32(0), 0)
    for character in characters {
      let value = Base64URLAlphabet.values[Int(character)]
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

private enum Base64URLAlphabet {
  static let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  /// The value of each character; 64 for what is none.
  static let values: [UInt8] = {
    var values = Array(repeating: UInt8(64), count: 256)
    for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()
}
