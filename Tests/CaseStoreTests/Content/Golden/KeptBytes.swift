import Foundation
import StoreBase
import Testing

/// Bytes that are stored and that a later release opens, or makes again and compares: both go by keys and places that never change.
struct KeptBytes: Sendable, CustomTestStringConvertible {
  let name: String
  /// As they are stored now.
  let make: @Sendable () throws -> Data
  /// Whether bytes that some release stored are still taken for what they are.
  let isTaken: @Sendable (Data) throws -> Bool

  var testDescription: String { name }

  /// Bytes that are made again. What is made in another way since has the former way here too, as the program takes both.
  static func hashed(_ name: String, _ make: @escaping @Sendable () throws -> Data) -> KeptBytes {
    KeptBytes(name: name, make: make) { try $0 == make() }
  }

  /// Bytes that are opened, to the value that was sealed.
  static func sealed<Value: Equatable & Sendable>(
    _ name: String,
    _ value: Value,
    seal: @escaping @Sendable (Value) throws -> Data,
    open: @escaping @Sendable (Data) throws -> Value
  ) -> KeptBytes {
    KeptBytes(name: name) {
      try seal(value)
    } isTaken: {
      try open($0) == value
    }
  }

  static let all = allSealed + allHashed

  // MARK: - What they are made of

  /// A keyring of which anyone may know the keys.
  static let keyring = {
    func key(_ first: UInt8) -> String { Data((0..<32).map { first + $0 }).base64EncodedString() }
    // The text is one of a keyring, so nothing is lost of an error.
    guard let keyring = try? Keyring(text: "secret \(key(0))\nkey a \(key(100))\n") else {
      preconditionFailure("the text is a keyring")
    }
    return keyring
  }()
  static let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
  static let organisation = "00000099000000000001"
  static let digest = Data((0..<32).map { UInt8($0) })

  // MARK: - Files

  private static func file(_ release: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "releases/\(release)/bytes")
  }

  /// The releases that have such a file.
  static let releases = GoldenFile.releases.filter { FileManager.default.fileExists(atPath: file($0).path) }

  /// What a release stored, by name.
  static func read(_ release: String) throws -> [String: Data] {
    let lines = try String(contentsOf: file(release), encoding: .utf8).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let parts = line.split(separator: "\t")
        return (String(parts[0]), parts.last.flatMap { Data(hexadecimal: String($0)) } ?? Data())
      }
    )
  }

  static func write(_ release: String) throws {
    let lines = try all.map { "\($0.name)\t\(try $0.make().hexadecimal)\n" }
    try FileManager.default.createDirectory(
      at: file(release).deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try lines.joined().write(to: file(release), atomically: true, encoding: .utf8)
  }
}
