package import Foundation

/// Who did something that stays on record, and why: encrypted with a key of the service, and bound to what it is about.
///
/// As JSON with the members of `CodingKeys`. It is written once and only tells something, so what a later release adds is optional, and
/// passed over.
package struct StoredAccount: Sendable, Hashable, Codable {
  /// Personal.
  package var by: String
  /// `nil` where none is asked.
  package var reason: String?

  private enum CodingKeys: String, CodingKey {
    case by, reason
  }

  package init(by: String, reason: String? = nil) {
    self.by = by
    self.reason = reason
  }

  /// - Parameter what: names it in the error when it cannot be opened.
  package init(
    _ sealed: Data,
    at place: Data,
    keyring: Keyring,
    _ what: @autoclosure () -> String
  ) throws(StoreError) {
    self.init(plain: try AuthenticatedCipher.open(sealed, key: keyring.administration, at: place, what()))
  }

  package func sealed(at place: Data, keyring: Keyring) throws(StoreError) -> Data {
    try AuthenticatedCipher.seal(plain(), key: keyring.administration, at: place)
  }

  /// What is encrypted.
  package func plain() throws(StoreError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // It consists of texts: there is nothing that JSON cannot say.
    guard let plain = try? encoder.encode(self) else { throw .corrupt("an account of no text") }
    return plain
  }

  /// What was encrypted: as ``plain()`` makes it or, from before it was JSON, a line with who and then, where there is one, the reason.
  package init(plain: Data) {
    // What is no such JSON is such text. Whoever would pass one off as the other could as well write what they want to be read.
    if let account = try? JSONDecoder().decode(Self.self, from: plain) {
      self = account
    } else {
      let text = String(decoding: plain, as: UTF8.self)
      let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      self.init(by: parts[0], reason: parts.count > 1 ? parts[1] : nil)
    }
  }
}
