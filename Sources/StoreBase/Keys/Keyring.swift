package import Crypto
import Foundation

/// The secrets that are not in the database: the keys that wrap the key of each case, and the one secret from which the
/// service derives what it seals and pseudonymises with.
///
/// As a file, one a line; `#` begins a comment:
/// ```
/// secret <32 bytes in base64>
/// key 2026-11 <32 bytes in base64>     the last key wraps new cases, the ones before it still open older cases
/// ```
public struct Keyring: Sendable {
  /// Wraps the keys of new cases.
  package let current: String
  let wrapping: [String: SymmetricKey]
  let aliases: SymmetricKey
  let seals: SymmetricKey
  let receipts: SymmetricKey
  package let answers: SymmetricKey
  /// For what administrators write.
  package let administration: SymmetricKey
  let deadlines: SymmetricKey
  /// Seals the journal of what administrators set.
  package let settings: SymmetricKey
  /// For what remains of a case when its own key is destroyed.
  let destructions: SymmetricKey
  /// For the journal of the directory and of the published workflows.
  let directory: SymmetricKey
  /// For what calendars show, and whose the addresses of calendars are.
  package let feeds: SymmetricKey
  /// For the places in lists that readers go on from.
  let places: SymmetricKey
  /// For what partners' queues are called.
  let queueNames: SymmetricKey
  /// For what cases about one person are found by.
  let identities: SymmetricKey
  /// For what finds the cases that refer to one.
  let references: SymmetricKey
  /// For what cases are called, and what finds them by that.
  let caseNames: SymmetricKey

  init(secret: SymmetricKey, keys: [(name: String, key: SymmetricKey)], current: String) {
    self.current = current
    wrapping = Dictionary(keys.map { ($0.name, $0.key) }, uniquingKeysWith: { _, last in last })
    aliases = Self.derive("aliases", from: secret)
    seals = Self.derive("seals", from: secret)
    receipts = Self.derive("receipts", from: secret)
    answers = Self.derive("answers", from: secret)
    administration = Self.derive("administration", from: secret)
    deadlines = Self.derive("deadlines", from: secret)
    settings = Self.derive("settings", from: secret)
    destructions = Self.derive("destructions", from: secret)
    directory = Self.derive("directory", from: secret)
    feeds = Self.derive("calendars", from: secret)
    places = Self.derive("places in lists", from: secret)
    queueNames = Self.derive("queue names", from: secret)
    identities = Self.derive("identities", from: secret)
    references = Self.derive("references", from: secret)
    caseNames = Self.derive("names", from: secret)
  }

  /// Reads the file's text.
  /// - Throws: ``KeyringError`` with the line; never a part of a key.
  public init(text: String) throws(KeyringError) {
    var secret: SymmetricKey?
    var keys: [(name: String, key: SymmetricKey)] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      switch (words.first, words.count) {
      case (nil, _): continue
      case ("secret", 2) where secret == nil: secret = try Self.key(words[1], line: index + 1)
      case ("key", 3) where keys.contains { $0.name == words[1] }:
        // Taking either of the two would strand the cases that the other wraps.
        throw KeyringError(line: index + 1, "a key of this name was there before")
      case ("key", 3): keys.append((words[1], try Self.key(words[2], line: index + 1)))
      default: throw KeyringError(line: index + 1, "expected «secret <base64>» once, or «key <name> <base64>»")
      }
    }
    guard let secret else { throw KeyringError(line: nil, "the secret is missing") }
    let all = (keys.map(\.key) + [secret]).map { key in key.withUnsafeBytes { Data($0) } }
    guard Set(all).count == all.count else {
      throw KeyringError(line: nil, "two of its keys, or a key and the secret, are the same")
    }
    guard let current = keys.last?.name else { throw KeyringError(line: nil, "there is no key") }
    self.init(secret: secret, keys: keys, current: current)
  }

  /// The text of a new keyring with one key.
  public static func newText(keyName: String) -> String {
    func random() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() } }
    return "secret \(random())\nkey \(keyName) \(random())\n"
  }

  /// How many keys wrap keys of cases: the present one and those before it.
  package var count: Int { wrapping.count }

  /// The names of those, in order.
  package var names: [String] { wrapping.keys.sorted() }

  /// Whether it has the wrapping key of that name.
  func has(_ name: String) -> Bool { wrapping[name] != nil }

  func wrappingKey(_ name: String) throws(StoreError) -> SymmetricKey {
    guard let key = wrapping[name] else { throw .keyMissing(name) }
    return key
  }

  private static func key(_ text: String, line: Int) throws(KeyringError) -> SymmetricKey {
    guard let data = Data(base64Encoded: text), data.count == 32 else {
      throw KeyringError(line: line, "a key is 32 bytes in base64")
    }
    // Of 32 random bytes nearly all differ.
    guard Set(data).count >= 12 else { throw KeyringError(line: line, "this is no random key: make one with key new") }
    return SymmetricKey(data: data)
  }

  private static func derive(_ purpose: String, from secret: SymmetricKey) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("casusregie \(purpose)".utf8), outputByteCount: 32)
  }
}

/// A keyring that cannot be used, and why. Holds nothing of its keys.
public struct KeyringError: Error, CustomStringConvertible {
  public let description: String

  init(line: Int?, _ message: String) {
    description = "keyring" + (line.map { ", line \($0)" } ?? "") + ": " + message
  }
}
