import Foundation
import Server
import Testing

@Suite struct SettingsTests {
  @Test func everyFaultIsToldAtOnce() async throws {
    let file = try write(
      #"{"http": {"port": 99999, "certificate": "a.pem"}, "service": {"oin": "1", "url": "ftp://x"}}"#
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    let faults = error?.faults.joined(separator: "\n") ?? ""
    for name in ["service.oin", "service.url", "http.port", "http.certificate", "database.url", "keyring.file"] {
      #expect(faults.contains(name), "nothing is said of \(name)")
    }
  }

  @Test func aFileThatIsNoJSONIsSaidToBeNone() async throws {
    let file = try write("{")
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    #expect(error?.faults == ["\(file): no readable JSON file"])
  }

  @Test func namesThatAreNoSettingsAreTold() async throws {
    let file = try write(#"{"http": {"prot": 1}, "databse": {"url": "x"}, "log": "info"}"#)
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    for name in ["http.prot", "databse.url", "log"] {
      #expect(error?.faults.contains("\(name): is no setting") == true, "nothing is said of \(name)")
    }
  }

  /// All that is not fit for real use, at once and each with its reason.
  @Test func aStartThatIsNotFitForRealUseIsRefusedWithEveryReason() async throws {
    let folder = try TemporaryFolder()
    let zeros = Data(count: 32).base64EncodedString()
    let keyring = try folder.write("secret \(zeros)\nkey a \(zeros)\n", to: "keyring")
    let file = try folder.write(
      """
      {"service": {"oin": "00000099000000000000", "url": "http://casus.example"}, "http": {"host": "0.0.0.0"},
       "database": {"url": "postgresql://casus:geheim@db.example/casus", "ownerUrl": "host=db user=o sslmode=disable"},
       "broker": {"url": "amqp://casus:geheim@mq.example/casus", "managementUrl": "http://mq.example:15672"},
       "identity": {"issuer": "https://127.1/uitgever", "audience": "casusregie"}, "keyring": {"file": "\(keyring)"}}
      """,
      to: "settings.json"
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file, isServing: true) }
    let faults = error?.faults ?? []
    let expected = [
      ("keyring.file", "everyone on this machine"), ("keyring.file", "no random key"),
      ("database.url", "holds a password"), ("database.url", "sslmode is not set"),
      ("database.ownerUrl", "sslmode is disable"), ("broker.url", "holds a password"),
      ("broker.url", "must begin with amqps://"), ("broker.managementUrl", "must begin with https://"),
      ("service.url", "must begin with https://"), ("http.host", "without TLS"),
      ("identity.issuer", "gives a token to whoever asks"),
    ]
    for (setting, reason) in expected {
      let isTold = faults.contains { $0.hasPrefix("\(setting): ") && $0.contains(reason) }
      #expect(isTold, "\(setting), \(reason): \(faults)")
    }
    #expect(faults.count == expected.count, "\(faults)")
    #expect(!faults.joined().contains("geheim"))
  }

  @Test func whatIsSafeOrSaysThatItIsMeantIsTaken() async throws {
    let file = try write(
      """
      {"service": {"oin": "00000099000000000000", "url": "https://casus.example"},
       "http": {"host": "10.0.0.7", "behindProxy": true}, "security": {"plaintextOnLoopback": true},
       "database": {"url": "postgresql://casus@127.0.0.1:5432,localhost:5433/casus",
         "ownerUrl": "postgresql://o@een.example,twee.example/casus?sslmode=verify-full"},
       "broker": {"url": "amqp://casus@localhost/casus", "managementUrl": "http://[::1]:15672"},
       "identity": {"issuer": "https://inloggen.example", "audience": "casusregie"}, "keyring": {"file": "/nergens"}}
      """
    )
    let settings = try await Settings.read(file: file)
    #expect(settings.http.behindProxy && settings.security.plaintextOnLoopback)
    // Without the setting that says so, the same is refused.
    let error = await #expect(throws: SettingsError.self) {
      try await Settings.read(file: file) { $0.security.plaintextOnLoopback = false }
    }
    #expect(error?.faults.map { $0.prefix { $0 != ":" } } == ["database.url", "broker.url", "broker.managementUrl"])
    #expect(error?.faults.allSatisfy { $0.contains("--allow-plaintext-on-loopback") } == true)
  }

  /// Whoever adds a setting also says what it is for.
  @Test func everySettingIsDocumented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let source = try String(
      contentsOf: root.appending(path: "Sources/Server/Settings/Settings+reading.swift"),
      encoding: .utf8
    )
    let page = try String(contentsOf: root.appending(path: "docs/operations/settings.md"), encoding: .utf8)
    let keys = source.matches(of: /"([a-z]+\.[a-zA-Z]+)"/).map { String($0.1) }
    #expect(keys.count > 15)
    for key in keys { #expect(page.contains("`\(key)`"), "\(key) is not in docs/operations/settings.md") }
  }

  private func write(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }
}
