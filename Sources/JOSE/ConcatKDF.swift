import Crypto
import Foundation

/// The key derivation of RFC 7518, 4.6.2: the concatenation KDF of NIST SP 800-56A with SHA-256.
enum ConcatKDF {
  /// - Parameters:
  ///   - algorithm: the one that the key is for.
  ///   - bits: of the key; at most 256, so that one round gives it.
  static func key(
    from secret: SharedSecret,
    algorithm: String,
    partyU: Data = Data(),
    partyV: Data = Data(),
    bits: Int = 256
  ) -> SymmetricKey {
    var hash = SHA256()
    hash.update(data: bytes(1))
    secret.withUnsafeBytes { hash.update(bufferPointer: $0) }
    for part in [Data(algorithm.utf8), partyU, partyV] {
      hash.update(data: bytes(UInt32(part.count)))
      hash.update(data: part)
    }
    hash.update(data: bytes(UInt32(bits)))
    return SymmetricKey(data: Data(hash.finalize()).prefix(bits / 8))
  }

  private static func bytes(_ number: UInt32) -> Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }
}
