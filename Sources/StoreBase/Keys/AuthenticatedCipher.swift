package import Crypto
package import Foundation

/// AES-GCM with a random nonce each time. What is encrypted is bound to its place, which is authenticated with it.
package enum AuthenticatedCipher {
  package static func seal(_ plain: Data, key: SymmetricKey, at place: Data) throws(StoreError) -> Data {
    // Fails only for a key, and `combined` only for a nonce, of another size than is made here.
    guard let sealed = try? AES.GCM.seal(plain, using: key, authenticating: place).combined else {
      throw .corrupt("a content that cannot be encrypted")
    }
    return sealed
  }

  /// - Parameter what: names the content in the error when it cannot be opened.
  package static func open(
    _ sealed: Data,
    key: SymmetricKey,
    at place: Data,
    _ what: @autoclosure () -> String
  ) throws(StoreError) -> Data {
    do {
      return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: place)
    } catch {
      throw .corrupt(what())
    }
  }
}
