import CaseCore
import Foundation
import StoreBase
import Testing

/// A type of which values are kept, encrypted, for longer than a release lives.
struct StoredType: Sendable, CustomTestStringConvertible {
  let name: String
  /// The release in which it was stored first.
  private(set) var since = "0.1.0"
  /// A value as it is stored now.
  private let make: @Sendable (inout RandomContent) throws -> (value: Any, stored: Data)
  /// The value that was stored.
  let read: @Sendable (Data) throws -> Any

  static let all = [
    content("case") { $0.instance() },
    content("entry") { $0.entry() },
    content("answer") { $0.answer() },
    json("settings-entry") { $0.settingsEntry() },
    json("approved-plan") { try $0.approvedPlan() },
    json("destruction-record") { $0.destructionRecord() },
    json("calendar-address") { $0.calendarAddress() },
    json("rights-entry", since: "0.2.0") { $0.rightsEntry() },
    StoredType(name: "account", since: "0.2.0") { random in
      let account = random.account()
      return (account, try account.plain())
    } read: {
      StoredAccount(plain: $0)
    },
  ]

  var testDescription: String { name }

  /// Whether a release stored it.
  func isStored(by release: String) -> Bool { release.compare(since, options: .numeric) != .orderedAscending }

  /// Values in which each field that the type has is there at least once, and as few of them as a search among many finds.
  func samples() throws -> [(value: Any, stored: Data)] {
    var random = RandomContent(seed: 1)
    var known: Set<String> = []
    return try (0..<4_000).compactMap { _ in
      let sample = try make(&random)
      let fields = Contained(sample.value).fields
      defer { known.formUnion(fields) }
      return fields.isSubset(of: known) ? nil : sample
    }
  }

  private static func content<Value: Content & SendableMetatype>(
    _ name: String,
    _ make: @escaping @Sendable (inout RandomContent) -> Value
  ) -> StoredType {
    StoredType(name: name) { random in
      let value = make(&random)
      return (value, ContentCoder.encode(value))
    } read: {
      try ContentCoder.decode(Value.self, from: $0)
    }
  }

  private static func json<Value: Codable & SendableMetatype>(
    _ name: String,
    since release: String = "0.1.0",
    _ make: @escaping @Sendable (inout RandomContent) throws -> Value
  ) -> StoredType {
    StoredType(name: name, since: release) { random in
      let value = try make(&random)
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return (value, try encoder.encode(value))
    } read: {
      try JSONDecoder().decode(Value.self, from: $0)
    }
  }
}
