import Foundation
import Testing

/// Whatever is encrypted is read by later releases, so each place that encrypts something has its golden files.
@Suite("What is encrypted has golden files") struct SealedFormTests {
  private enum Form: Equatable {
    /// A type in `Golden/releases`.
    case stored(String)
    /// A kind in `Tests/MessageFormTests/releases`.
    case message(String)
    /// Bytes without a form, or nothing that is kept; and why that is so.
    case none(String)
    /// Encrypts what its callers give, and those are here too.
    case passedOn
  }

  /// By file, what each call in it encrypts, in order.
  private static let forms: [String: [Form]] = [
    "AuthenticatedCipher.swift": [.passedOn],
    "CalendarFeedStore.swift": [.stored("calendar-address")],
    "CaseCipher.swift": [.none("a key: 32 bytes"), .passedOn],
    "CaseWriting.swift": [.stored("entry"), .stored("case")],
    "DeadLetterStore.swift": [.message("dead-letters")],
    "DestructionRecord.swift": [.stored("destruction-record")],
    "EncryptedMessage.swift": [.message("replies")],
    "KeptPlan.swift": [.stored("approved-plan")],
    "IdentityMark.swift": [.none("a version and 32 bytes a hash, in a form that IdentityMarkTests has, byte for byte")],
    "Keyring+places.swift": [.none("a place in a list, given to its reader and not kept")],
    "LedgerRow.swift": [.passedOn],
    "ReceiptKey.swift": [.stored("answer")],
    "RequestKey.swift": [
      .none(
        "the number of a proposal, in digits; or an answer as it was sent, which is sent again and not read; or nothing"
      )
    ],
    "RightsEntry.swift": [.stored("rights-entry")],
    "SettingsEntry+row.swift": [.stored("settings-entry")],
    "StoredAccount.swift": [.stored("account")],
    "SubmissionReceipt.swift": [.stored("answer")],
  ]

  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardized

  @Test("each caller is in the list, and nothing else") func callers() throws {
    var found: [String: Int] = [:]
    for (name, text) in try Self.sources() {
      let calls = Self.calls(in: text)
      if calls > 0 { found[name, default: 0] += calls }
    }
    #expect(found == Self.forms.mapValues(\.count))
  }

  @Test("a caller is found however it is written") func planted() {
    #expect(Self.calls(in: "try AuthenticatedCipher\n  .seal(\n plain, key: key)") == 1)
    #expect(Self.calls(in: "let x = cipher.seal(a); case.cipher.seal(b); LedgerRow(\n  in: .settings)") == 3)
    #expect(Self.calls(in: "keyring.seal(row) LedgerRow($0, from: 5) AuthenticatedCipher.open(x)") == 0)
  }

  @Test("each form in the list has golden files, and each stored type a caller") func files() throws {
    let forms = Self.forms.values.joined()
    for case .message(let kind) in forms {
      let folder = Self.tests.appending(path: "MessageFormTests/releases")
      let newest = try #require(GoldenFile.releases.last)
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "\(newest)/\(kind)").path), "\(kind)")
    }
    let stored = forms.compactMap { if case .stored(let name) = $0 { name } else { nil } }
    #expect(Set(stored) == Set(StoredType.all.map(\.name)))
  }

  private static func calls(in text: String) -> Int {
    text.matches(of: /(?:[Cc]ipher|AES\s*\.GCM|ChaChaPoly)\s*\.seal\(|LedgerRow\(\s*in:/)
      .count
  }

  private static func sources() throws -> [(name: String, text: String)] {
    let folder = tests.appending(path: "../Sources").standardized
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    let found = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    try #require(found.count > 100)
    return try found.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }
}
