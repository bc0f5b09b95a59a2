import Foundation
import LocalServices
import Server
import Testing

extension WholeService {
  /// `casusregie doctor` beside services that are as they should be, and as they should not.
  @Suite struct DoctorTests {
    @Test("An installation that is well passes; what is planted in it is named, all at once, without a secret")
    func faults() async throws {
      try await Installation.with { installation in
        try await Self.passes(installation)
        try await Self.namesWhatThisMachineHasWrong(installation)
        try await Self.namesWhatTheServersHaveWrong(installation)
      }
    }

    /// Beside an instance that runs, on a schema of a later program that only added something.
    private static func passes(_ installation: Installation) async throws {
      _ = try await installation.rows(
        """
        insert into schema_migration (version, name, checksum, compatible_from)
        select 999, 'later', sha256(''), max(version) from schema_migration
        """
      )
      let environment = ["CASUSREGIE_METRICS_PORT": "\(LocalServices.freePort())"]
      let instance = try await Instance.start(
        installation.settingsFile,
        port: installation.settings.http.port,
        environment: environment
      )
      try await instance.waitUntilReady()
      let collector = try StubService(status: "200 OK", body: "{}")
      defer { collector.stop() }
      let broker = installation.settings.broker
      let beside = try [
        "CASUSREGIE_BROKER_MONITOR": #require(broker.administrator),
        "CASUSREGIE_BROKER_MONITOR_PASSWORD_FILE": #require(broker.administratorPasswordFile),
        "CASUSREGIE_TRACING_ENDPOINT": collector.url,
      ]
      let report = try await DoctorReport.ask(
        installation.settingsFile,
        program: Program.development,
        environment: environment.merging(beside) { $1 }
      )
      #expect(collector.requests.count == 1 && collector.requests.first?.contains(#"{"resourceSpans":[]}"#) == true)
      try await Self.passesWithOneServerOfTwo(installation, environment)
      #expect(try await instance.stop() == 0)
      _ = try await installation.rows("delete from schema_migration where version = 999")
      #expect(report.output.contains("it is of version 999, and whole for this program"), "\(report.output)")
      #expect(report.code == 0 && report.faults == [] && report.errors == "", "\(report.output) \(report.errors)")
      #expect(Set(report.outcomes.keys) == Set(Doctor.Code.allCases.map(\.rawValue)))
      // Nobody can see disks from here, and the database that tests share does not wait for its disk.
      let others = report.outcomes.filter { $0.value != ["ok"] }
      #expect(others == ["disk": ["unchecked"], "database.durability": ["warning"]], "\(report.output)")
    }

    /// Of the broker one node is away, and of its management API one address, and one is another port: it works, and somebody should look.
    private static func passesWithOneServerOfTwo(
      _ installation: Installation,
      _ environment: [String: String]
    ) async throws {
      let (broker, away) = (installation.services.broker, LocalServices.freePort())
      let several = [
        "CASUSREGIE_BROKER_URL":
          "amqp://\(installation.name)@127.0.0.1:\(away),127.0.0.1:\(broker.amqpPort)/\(installation.name)",
        "CASUSREGIE_BROKER_MANAGEMENT_URL":
          "http://127.0.0.1:\(broker.managementPort),127.0.0.1:\(away),127.0.0.1:\(broker.amqpPort)",
      ]
      let report = try await DoctorReport.ask(
        installation.settingsFile,
        program: Program.development,
        environment: environment.merging(several) { $1 }
      )
      #expect(report.code == 0 && report.outcomes["broker.connection"] == ["warning", "ok"], "\(report.output)")
      #expect(report.outcomes["broker.management"] == ["ok", "warning", "warning"], "\(report.output)")
      #expect(
        report.output.contains("what answers there does not speak HTTP") && report.outcomes["broker.read"] == ["ok"]
      )
    }

    /// No instance runs any more, and so no issuer.
    private static func namesWhatThisMachineHasWrong(_ installation: Installation) async throws {
      let folder = try TemporaryFolder()
      let certificate = try await Certificates.make(in: folder, days: -1)
      let environment = [
        "CASUSREGIE_HTTP_CERTIFICATE": certificate.certificate, "CASUSREGIE_HTTP_KEY": certificate.key,
        "CASUSREGIE_DATABASE_PASSWORD_FILE": try secret("verkeerd-wachtwoord", "password", in: folder),
        "CASUSREGIE_KEYRING_FILE": try secret("secret geheime-sleutel", "keyring", in: folder),
        "CASUSREGIE_BROKER_URL":
          "amqp://\(installation.name)@127.0.0.1:\(LocalServices.freePort())/\(installation.name)",
      ]
      let report = try await DoctorReport.ask(
        installation.settingsFile,
        program: Program.development,
        environment: environment
      )
      #expect(report.code == 1)
      #expect(
        report.faults == [
          "certificates.own", "keyring.opens", "database.connection", "broker.connection", "identity.keys",
        ],
        "\(report.output)"
      )
      #expect(report.errors == "casusregie: 5 faults found, 1 warning\n")
      #expect(report.output.contains("does not give its documents (no connection: "), "\(report.output)")
      // What needs them was not looked at, and that is said.
      for code in ["database.schema", "broker.publish", "keyring.cases"] {
        #expect(report.outcomes[code] == ["unchecked"], "\(code)")
      }
      #expect(report.outcomes["broker.management"] == ["ok"])
      var secrets = ["verkeerd-wachtwoord", "geheime-sleutel"]
      for file in [installation.settings.database.passwordFile, installation.settings.broker.passwordFile] {
        secrets.append(try String(contentsOfFile: #require(file), encoding: .utf8))
      }
      for text in secrets { #expect(!report.output.contains(text)) }
    }

    /// By the program for real use, which takes neither a local issuer, nor a clock that can be moved, nor the database of tests.
    private static func namesWhatTheServersHaveWrong(_ installation: Installation) async throws {
      _ = try await installation.rows(
        "delete from schema_migration where version = (select max(version) from schema_migration)"
      )
      _ = try await installation.rows("grant create on schema public to \(installation.name)")
      _ = try await installation.services.broker.manage(
        "PUT",
        "/api/permissions/\(installation.name)/\(installation.name)",
        json: #"{"configure": "^$", "write": "^$", "read": "^$"}"#
      )
      // Two servers, as far as it can tell, of which none waits for the other.
      let address = "127.0.0.1:\(installation.services.postgres.port)"
      let report = try await DoctorReport.ask(
        installation.settingsFile,
        program: Program.path,
        environment: [
          "CASUSREGIE_DATABASE_URL": "postgresql://\(installation.name)@\(address),\(address)/\(installation.name)",
          // A user that may use queues, and has no tag.
          "CASUSREGIE_BROKER_MONITOR": installation.name,
          "CASUSREGIE_BROKER_MONITOR_PASSWORD_FILE": #require(installation.settings.broker.passwordFile),
          "CASUSREGIE_TRACING_ENDPOINT": "http://127.0.0.1:\(LocalServices.freePort())",
        ]
      )
      #expect(report.code == 1)
      #expect(
        report.faults == [
          "database.schema", "database.local-clock", "database.durability", "broker.publish", "broker.read",
          "broker.monitor", "identity.issuers",
        ],
        "\(report.output)"
      )
      #expect(report.outcomes["database.role"] == ["warning"], "\(report.output)")
      #expect(report.outcomes["database.standby"] == ["warning"], "\(report.output)")
      #expect(report.outcomes["tracing.collector"] == ["warning"], "\(report.output)")
    }

    /// A file that not everyone can read.
    private static func secret(_ text: String, _ name: String, in folder: TemporaryFolder) throws -> String {
      let file = try folder.write(text, to: name)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      return file
    }
  }
}
