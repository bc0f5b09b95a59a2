import Foundation
import StoreBase
import Testing

@Suite("Who did something, and why") struct StoredAccountTests {
  /// As accounts were written before they were JSON. They stay: a later release reads them too.
  private static let former: [(String, by: String, reason: String?)] = [
    ("J. Jansen\nsamengevoegd", "J. Jansen", "samengevoegd"),
    ("J. Jansen", "J. Jansen", nil),
    ("J. Jansen\n", "J. Jansen", ""),
    ("J. Jansen\neen regel\nnog een", "J. Jansen", "een regel\nnog een"),
    ("", "", nil),
    (#"{"reason":"x"}"#, #"{"reason":"x"}"#, nil),
  ]

  @Test("is read as it was written before it was JSON", arguments: former)
  func formerText(text: String, by: String, reason: String?) {
    #expect(StoredAccount(plain: Data(text.utf8)) == StoredAccount(by: by, reason: reason))
  }

  @Test("is opened in its own place only") func place() throws {
    let keyring = try Keyring(text: Keyring.newText(keyName: "test"))
    let account = StoredAccount(by: "J. Jansen\n", reason: nil)
    let sealed = try account.sealed(at: Data("a".utf8), keyring: keyring)
    #expect(try StoredAccount(sealed, at: Data("a".utf8), keyring: keyring, "it") == account)
    #expect(throws: StoreError.self) { try StoredAccount(sealed, at: Data("b".utf8), keyring: keyring, "it") }
  }
}
