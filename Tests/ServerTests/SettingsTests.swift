import Foundation
import Testing

@testable import Server

@Suite struct SettingsTests {
  @Test func everyFaultIsToldAtOnce() async throws {
    let file = try write(
      """
      {"http": {"port": 99999, "certificate": "a.pem"}, "service": {"oin": "1", "url": "ftp://x"},
       "broker": {"monitor": "m"}, "identity": {"administrationLevel": "zeer \\"hoog\\""}, "log": {"format": "xml"},
       "tracing": {"endpoint": "collector:4318", "sampleRatio": 1.5, "continueFromProxy": true}}
      """
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    let faults = error?.faults.joined(separator: "\n") ?? ""
    for name in [
      "service.oin", "service.url", "http.port", "http.certificate", "database.url", "keyring.file", "broker.monitor",
      "identity.administrationLevel", "log.format",
      "tracing.endpoint", "tracing.sampleRatio", "tracing.continueFromProxy",
    ] {
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
       "database": {"url": "postgresql://casus:geheim@db.example/casus", "ownerUrl": "host=db user=o sslmode=disable",
         "passwordFile": "\(folder.path)/nergens"},
       "broker": {"url": "amqp://casus:geheim@mq.example/casus", "managementUrl": "http://mq.example:15672"},
       "identity": {"issuer": "https://127.1/uitgever", "audience": "casusregie"}, "keyring": {"file": "\(keyring)"},
       "workflows": {"folder": "\(folder.path)/nergens"},
       "tracing": {"endpoint": "http://collector.example:4318"}}
      """,
      to: "settings.json"
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file, isServing: true) }
    let faults = error?.faults ?? []
    let expected = [
      ("keyring.file", "everyone on this machine"), ("keyring.file", "no random key"),
      ("database.url", "holds a password"), ("database.url", "sslmode is not set"),
      ("database.passwordFile", "cannot be read"),
      ("database.ownerUrl", "sslmode is disable"), ("broker.url", "holds a password"),
      ("broker.url", "must begin with amqps://"), ("broker.managementUrl", "must begin with https://"),
      ("service.url", "must begin with https://"), ("http.host", "without TLS"),
      ("identity.issuer", "gives a token to whoever asks"), ("workflows.folder", "is no folder that is there"),
      ("tracing.endpoint", "must begin with https://"),
    ]
    for (setting, reason) in expected {
      let isTold = faults.contains { $0.hasPrefix("\(setting): ") && $0.contains(reason) }
      #expect(isTold, "\(setting), \(reason): \(faults)")
    }
    #expect(faults.count == expected.count, "\(faults)")
    #expect(!faults.joined().contains("geheim"))
  }

  private static let usual = #""service": {"oin": "00000099000000000000", "url": "https://casus.example"}"#

  /// Whoever can add an issuer can be anybody.
  @Test func aFileOfIssuersThatEveryoneCanChangeIsTold() async throws {
    let folder = try TemporaryFolder()
    let issuers = try folder.write(
      #"""
      {"issuers": [{"name": "stad", "issuer": "https://stad.example", "audience": "casusregie",
        "organisations": ["00000099000000000001"]}]}
      """#,
      to: "issuers.json"
    )
    let text = """
      {\(Self.usual), "http": {"certificate": "/nergens", "key": "/nergens"},
       "database": {"url": "postgresql:///casus?host=/run"}, "broker": {"url": "amqps://c@mq.example"},
       "identity": {"issuersFile": "\(issuers)"}, "keyring": {"file": "/nergens"}}
      """
    let file = try folder.write(text, to: "settings.json")
    for (mode, faults) in [(0o644, []), (0o646, ["identity.issuersFile"])] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: issuers)
      #expect(await Self.faults(file).map(Self.setting) == faults)
    }
  }

  /// Nobody could meet what is demanded: no client is asked for a certificate, or by nobody who sees it.
  @Test(arguments: [
    (#"{"host": "127.0.0.1"}"#, "identity.issuersFile"),
    (#"{"clientAuthorities": "/nergens"}"#, "http.clientAuthorities"),
    (#"{"clientAuthorities": "/nergens", "certificate": "/nergens", "key": "/nergens"}"#, nil),
  ])
  func demandedCertificatesCanBeShown(http: String, setting: String?) async throws {
    let folder = try TemporaryFolder()
    let issuers = try folder.write(
      #"""
      {"issuers": [{"name": "stad", "issuer": "https://stad.example", "audience": "casusregie",
        "organisations": ["00000099000000000001"], "certificateBoundSystems": true}]}
      """#,
      to: "issuers.json"
    )
    let file = try folder.write(
      """
      {\(Self.usual), "http": \(http), "database": {"url": "postgresql:///casus?host=/run"},
       "broker": {"url": "amqps://c@mq.example"}, "identity": {"issuersFile": "\(issuers)"}, "keyring": {"file": "/nergens"}}
      """,
      to: "settings.json"
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file, isServing: true) }
    let about = error?.faults.filter { ["identity.issuersFile", "http.clientAuthorities"].contains(Self.setting($0)) }
    #expect(about?.map(Self.setting) == [setting].compactMap(\.self))
  }

  @Test func everySecretThatEveryoneMayReadIsTold() async throws {
    let folder = try TemporaryFolder()
    let secret = try folder.write("geheim", to: "secret")
    let text = """
      {\(Self.usual), "http": {"certificate": "/nergens", "key": "\(secret)"},
       "database": {"url": "postgresql:///casus?host=/run", "passwordFile": "\(secret)", "ownerPasswordFile": "\(secret)"},
       "broker": {"url": "amqps://c@mq.example", "passwordFile": "\(secret)", "administratorPasswordFile": "\(secret)",
         "managementUrl": "https://mq.example", "monitor": "m", "monitorPasswordFile": "\(secret)"},
       "identity": {"issuer": "https://inloggen.example", "audience": "casusregie"}, "keyring": {"file": "\(secret)"},
       "tracing": {"headersFile": "\(secret)"}}
      """
    let file = try folder.write(text, to: "settings.json")
    for mode in [0o604, 0o601, 0o640] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: secret)
      let faults = await Self.faults(file)
      #expect(
        faults.map(Self.setting)
          == (mode == 0o640
            ? []
            : [
              "keyring.file", "database.passwordFile", "broker.passwordFile", "broker.monitorPasswordFile", "http.key",
              "tracing.headersFile",
              "database.ownerPasswordFile", "broker.administratorPasswordFile",
            ]),
        "\(faults)"
      )
    }
  }

  @Test(arguments: [
    ("amqps://u@een.example:1,twee.example/v?x", ["amqps://u@een.example:1/v?x", "amqps://u@twee.example/v?x"]),
    ("https://[::1]:1,[::2]", ["https://[::1]:1", "https://[::2]"]),
    ("amqps://a,b@een.example/a,b", ["amqps://a,b@een.example/a,b"]), ("https://een.example", ["https://een.example"]),
    ("geen adres", ["geen adres"]), ("amqps://u@een.example,/v", nil), ("amqps://u@,een.example", nil),
    ("amqps://u@een.example/v,amqps://u@twee.example/v", nil), ("https://een.example,https://twee.example", nil),
  ])
  func anAddressNamesSeveralServers(url: String, each: [String]?) {
    #expect(ServerAddresses.all(of: url) == each)
  }

  /// Of each server, as of the only one.
  @Test(arguments: [
    ("amqps://c@een.example,twee.example:5671/casus", "https://een.example,twee.example:15671", []),
    ("amqp://c@127.0.0.1:1,localhost:2/casus", "http://127.0.0.1:1,[::1]:2", []),
    (
      "amqp://c@127.0.0.1:1,mq.example:2/casus", "http://127.0.0.1:1,mq.example",
      ["broker.url", "broker.managementUrl"]
    ),
    (
      "amqps://c:geheim@een.example,twee.example", "https://een.example,u:geheim@twee.example",
      [
        "broker.url", "broker.managementUrl",
      ]
    ),
    ("amqps://c@een.example,,twee.example/casus", "https://een.example", ["broker.url"]),
    ("amqps://c@een.example/casus", "https://een.example,", ["broker.managementUrl"]),
    ("amqps://c@een.example/c,amqps://c:geheim@twee.example/c", "https://een.example", ["broker.url"]),
  ])
  func severalServersOfTheBrokerAreHeldToTheSame(url: String, management: String, settings: [String]) async throws {
    let file = try write(
      """
      {\(Self.usual), "security": {"plaintextOnLoopback": true}, "database": {"url": "postgresql:///c?host=/run"},
       "broker": {"url": "\(url)", "managementUrl": "\(management)", "passwordFile": "/dev/null"},
       "keyring": {"file": "/nergens"}, "identity": {"issuer": "https://inloggen.example", "audience": "casusregie"}}
      """
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file, isServing: true) }
    let faults = error?.faults ?? []
    // The keyring is not there, and everyone may read that file: so it is never a setting without a fault.
    let about = faults.filter { ["broker.url", "broker.managementUrl"].contains(Self.setting($0)) }
    #expect(about.map(Self.setting) == settings && !faults.joined().contains("geheim"), "\(faults)")
  }

  @Test func everyPasswordInAnAddressIsTold() async throws {
    let file = try write(
      """
      {"service": {"oin": "00000099000000000000", "url": "https://u:geheim@casus.example"},
       "database": {"url": "postgresql://u:geheim@d.example/c?sslmode=verify-full",
         "ownerUrl": "host=d.example user=u password=geheim sslmode=verify-ca"},
       "broker": {"url": "amqps://u:geheim@mq.example", "managementUrl": "https://u:geheim@mq.example"},
       "identity": {"issuer": "https://u:geheim@inloggen.example", "audience": "casusregie"},
       "keyring": {"file": "/nergens"}}
      """
    )
    let faults = await Self.faults(file)
    #expect(
      faults.map(Self.setting) == [
        "database.url", "database.ownerUrl", "broker.url", "broker.managementUrl", "service.url", "identity.issuer",
      ]
    )
    #expect(faults.allSatisfy { $0.contains("holds a password") && !$0.contains("geheim") }, "\(faults)")
  }

  /// The server is one that others may pretend to be.
  @Test(arguments: [
    ("postgresql://u@d.example/c?sslmode=require", "amqps://c@mq.example", "database.url"),
    ("postgresql://u@127.0.0.1,d.example/c", "amqps://c@mq.example", "database.url"),
    ("postgresql://u@localhost/c", "amqp://c@mq.example", "broker.url"),
  ])
  func plaintextIsForThisMachineAlone(database: String, broker: String, setting: String) async throws {
    let file = try write(
      """
      {\(Self.usual), "security": {"plaintextOnLoopback": true}, "database": {"url": "\(database)"},
       "broker": {"url": "\(broker)"}, "keyring": {"file": "/nergens"},
       "identity": {"issuer": "https://inloggen.example", "audience": "casusregie"}}
      """
    )
    #expect(await Self.faults(file).map(Self.setting) == [setting])
  }

  @Test(arguments: [
    "http://inloggen.example", "https://u@inloggen.example", "https://inloggen.example?x=1",
    "https://inloggen.example#x", "https://[::1]", "https://casus.example/v1/lokaal/uitgever",
  ])
  func tokensAreOfAnIssuerThatIsWhoItSays(issuer: String) async throws {
    let file = try write(
      """
      {\(Self.usual), "database": {"url": "postgresql:///c?host=/run"}, "broker": {"url": "amqps://c@mq.example"},
       "keyring": {"file": "/nergens"}, "identity": {"issuer": "\(issuer)", "audience": "casusregie"}}
      """
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file, isServing: true) }
    #expect(error?.faults.contains { $0.hasPrefix("identity.issuer: ") } == true, "\(error?.faults ?? [])")
  }

  private static func faults(_ file: String) async -> [String] {
    do throws(SettingsError) { _ = try await Settings.read(file: file) } catch { return error.faults }
    return []
  }

  private static func setting(_ fault: String) -> String { String(fault.prefix { $0 != ":" }) }

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
