import Foundation
import StoreBase
import Testing

@Suite("The keyring's file") struct KeyringTests {
  private static let key = Data((0..<32).map { UInt8($0) }).base64EncodedString()
  private static let other = Data((0..<32).map { UInt8($0 + 100) }).base64EncodedString()
  private static let third = Data((0..<32).map { UInt8($0 + 200) }).base64EncodedString()
  private static let zeros = Data(count: 32).base64EncodedString()
  private static let short = Data(repeating: 7, count: 31).base64EncodedString()

  @Test("comments, blank lines and either kind of line end are read") func reads() throws {
    for end in ["\n", "\r\n"] {
      let lines = [
        "# ours", "", "secret \(Self.key)  # the one", "  key 2026-11 \(Self.other)", "key 2026-12 \(Self.third)", "",
      ]
      _ = try Keyring(text: lines.joined(separator: end))
    }
    _ = try Keyring(text: Keyring.newText(keyName: "new"))
  }

  static let faults: [(text: String, place: String)] = [
    ("", "the secret is missing"),
    ("secret \(key)", "there is no key"),
    ("key a \(key)", "the secret is missing"),
    ("secret \(key)\nsecret \(key)\nkey a \(key)", "line 2"),
    ("secret \(short)\nkey a \(key)", "line 1"),
    ("secret \(key)\n\n# more\nkey a \(short)", "line 4"),
    ("secret \(key)\nkey a \(key.dropLast())!", "line 2"),
    ("secret \(key)\nkey \(key)", "line 2"),
    ("secret \(key)\nkey a \(key) more", "line 2"),
    ("secret \(key)\nkey a \(key)\nkey a \(key)", "line 3"),
    ("\(key)", "line 1"),
    ("secret \(zeros)\nkey a \(key)", "line 1"),
    ("secret \(key)\nkey a \(zeros)", "line 2"),
    ("secret \(key)\nkey a \(key)", "the same"),
    ("secret \(key)\nkey a \(other)\nkey b \(other)", "the same"),
  ]

  @Test("a fault names its line, and never a part of a key", arguments: faults)
  func namesTheLine(text: String, place: String) throws {
    let error = try #require(throws: KeyringError.self) { try Keyring(text: text) }
    let shown = "\(error) \(String(reflecting: error))"
    #expect(shown.contains(place))
    for secret in [Self.key, Self.short] { #expect(!shown.contains(secret.prefix(6))) }
  }

  @Test("a keyring that is printed shows no key") func printed() throws {
    let text = Keyring.newText(keyName: "new")
    var shown = ""
    dump(try Keyring(text: text), to: &shown)
    for word in text.split(whereSeparator: \.isWhitespace) where word.count == 44 {
      #expect(!shown.contains(word.prefix(8)))
      let bytes = [UInt8](try #require(Data(base64Encoded: String(word))))
      #expect(!shown.contains(bytes.prefix(3).map(String.init).joined(separator: ", ")))
    }
  }
}
