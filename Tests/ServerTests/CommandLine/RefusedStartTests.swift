import Development
import Foundation
import LocalServices
import Server
import TestServices
import Testing

extension WholeService {
  /// A start that is not right: nothing runs before that is found.
  @Suite struct RefusedStartTests {
    /// A clock that can be moved says that this is a database to try things out in.
    @Test func nothingHappensBeforeAStartIsRefused() async throws {
      try await Installation.with { installation in
        let folder = try TemporaryFolder()
        try await Self.leaveDueTimer(installation, newerIn: folder)
        let before = try await Self.whatHappened(installation)
        let file = try folder.write(Self.production(of: installation), to: "settings.json")
        // What is looked at first can only be read when the others, did they run, had all the time for their work.
        let lock = try await installation.lock("schema_migration")
        let instance = try await Instance.start(file, port: installation.settings.http.port)
        try await waitFor("its entrance to be open") { try await instance.page("/health/live")?.status == 200 }
        try await waitFor("what is missing") {
          try await instance.page("/health/ready")?.body.contains("voorbereiding") == true
        }
        try await waitFor("its look at the database") {
          try await !installation.rows(
            "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
          ).isEmpty
        }
        try await lock.release()
        #expect(try await instance.ended() == 1)
        // Without what comes of the test's own requests, of its lock and of its issuer.
        let refusals = instance.log.filter { $0.hasPrefix("casusregie: ") || $0.contains(" error ") }
        #expect(refusals == ["casusregie: the database has a clock that can be moved: it is for local use only"])
        #expect(try await Self.whatHappened(installation) == before)
        try await Self.expectOlderFolderNamed(installation)
      }
    }

    /// A case under a newer version of its workflow than the installation's folder has, and a deadline that has passed.
    private static func leaveDueTimer(_ installation: Installation, newerIn folder: TemporaryFolder) async throws {
      _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
      let workflows = try newerWorkflows(in: folder)
      let instance = try await Instance.start(
        installation.settingsFile,
        port: installation.settings.http.port,
        environment: ["CASUSREGIE_WORKFLOWS_FOLDER": workflows]
      )
      try await instance.waitUntilReady()
      let sender = try await Sender(
        Partners.municipality,
        role: "gemeente",
        tokens: LocalTokens(installation.settings)
      )
      _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
      #expect(try await instance.stop() == 0)
      try await Administration(installation.settings).advance(microseconds: 366 * 86_400_000_000)
      #expect(
        try await installation.rows("select count(*) > 0 from timer where outcome is null and at < service_now()") == [
          "t"
        ]
      )
    }

    private static func newerWorkflows(in folder: TemporaryFolder) throws -> String {
      let place = "\(folder.path)/workflows/pga-radicalisering"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let source = try String(contentsOfFile: "\(Partners.workflow)/workflow.yaml", encoding: .utf8)
      try source.replacing(/\nversion: .*\n/, with: "\nversion: 99.0.0\n", maxReplacements: 1)
        .write(toFile: "\(place)/workflow.yaml", atomically: true, encoding: .utf8)
      return "\(folder.path)/workflows"
    }

    private static func whatHappened(_ installation: Installation) async throws -> [String] {
      try await installation.rows(
        """
        select (select count(*) from journal), (select count(*) from outbox), (select count(*) from alarm),
          (select count(*) from workflow_version), (select count(*) from timer where claimed_by is not null)
        """
      )
    }

    private static func expectOlderFolderNamed(_ installation: Installation) async throws {
      let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
      try await instance.waitUntilReady()
      let warnings = instance.log.filter { $0.contains("the folder of workflows is older than what cases follow") }
      #expect(warnings.count == 1)
      #expect(warnings.first?.contains("followed=99.0.0 workflow=pga-radicalisering") == true)
      #expect(try await instance.stop() == 0)
    }

    /// Nor is what is new beside it published: all of the folder is, or nothing.
    @Test func aWorkflowThatWasPublishedWithAnotherTextIsRefused() async throws {
      try await Installation.with(workflows: ShippedWorkflows.root) { installation in
        let folder = try TemporaryFolder()
        let workflows = "\(folder.path)/workflows"
        try FileManager.default.copyItem(atPath: ShippedWorkflows.root, toPath: workflows)
        let environment = ["CASUSREGIE_WORKFLOWS_FOLDER": workflows]
        let port = installation.settings.http.port
        let first = try await Instance.start(installation.settingsFile, port: port, environment: environment)
        try await first.waitUntilReady()
        #expect(try await first.stop() == 0)
        let published = try await installation.rows("select workflow, version from workflow_version order by 1, 2")
        func change(_ workflow: String, _ change: (String) -> String) throws {
          let file = "\(workflows)/\(workflow)/workflow.yaml"
          let source = try String(contentsOfFile: file, encoding: .utf8)
          try change(source).write(toFile: file, atomically: true, encoding: .utf8)
        }
        try change("aanvraag-omgevingsvergunning") {
          $0.replacing(/\nversion: .*\n/, with: "\nversion: 99.0.0\n", maxReplacements: 1)
        }
        try change("pga-radicalisering") { $0 + "\n# Anders.\n" }
        let instance = try await Instance.start(installation.settingsFile, port: port, environment: environment)
        #expect(try await instance.ended() == 1)
        #expect(instance.log.last?.contains("is published with another text") == true, "\(instance.log)")
        #expect(
          try await installation.rows("select workflow, version from workflow_version order by 1, 2") == published
        )
      }
    }

    @Test func aSuperuserMayNotServe() async throws {
      try await Installation.with { installation in
        let settings = installation.settings
        let environment = [
          "CASUSREGIE_DATABASE_URL": try #require(settings.database.ownerURL),
          "CASUSREGIE_DATABASE_PASSWORD_FILE": try #require(settings.database.ownerPasswordFile),
        ]
        let instance = try await Instance.start(
          installation.settingsFile,
          port: settings.http.port,
          environment: environment
        )
        #expect(try await instance.ended() == 1)
        #expect(instance.log.last?.contains("as postgres, which is a superuser") == true)
      }
    }

    /// Claims on deadlines are locks of a session, which such a proxy gives to somebody else after each transaction.
    @Test func aPoolerOfTransactionsIsRefusedAndOneOfSessionsIsNot() async throws {
      try await Installation.with { installation in
        let settings = installation.settings
        let password = try String(contentsOfFile: #require(settings.database.passwordFile), encoding: .utf8)
        func start(_ mode: LocalPooler.Mode) async throws -> (pooler: LocalPooler, instance: Instance) {
          let pooler = try await LocalPooler.start(
            before: installation.services.postgres,
            mode,
            as: (user: installation.name, password: password.trimmingCharacters(in: .newlines))
          )
          let instance = try await Instance.start(
            installation.settingsFile,
            port: settings.http.port,
            environment: ["CASUSREGIE_DATABASE_URL": pooler.connectionString(database: installation.name)]
          )
          return (pooler, instance)
        }
        let (pooler, refused) = try await start(.transaction)
        #expect(try await refused.ended() == 1)
        #expect(refused.log.last?.contains("through a proxy that pools transactions") == true, "\(refused.log)")
        await pooler.stop()
        let (other, instance) = try await start(.session)
        try await instance.waitUntilReady()
        #expect(try await instance.stop() == 0)
        await other.stop()
      }
    }

    /// The settings of the installation, with nothing local in them but its services.
    private static func production(of installation: Installation) throws -> String {
      let data = try Data(contentsOf: URL(filePath: installation.settingsFile))
      var settings = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      settings["identity"] = ["issuer": "https://inloggen.invalid", "audience": "casusregie"]
      return String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
    }
  }
}
