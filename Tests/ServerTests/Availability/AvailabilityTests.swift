import Development
import Foundation
import LocalServices
import Server
import TestServices
import Testing

extension WholeService {
  /// The service without its database or its broker: it stays up, says what is missing, and goes on by itself.
  @Suite struct AvailabilityTests {
    @Test func startsBeforeItsDatabaseAndBroker() async throws {
      try await Installation.with(.own) { installation in
        let sender = try await Self.sender(installation)
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        try await installation.services.broker.settleNewQueues()
        try await installation.services.postgres.kill()
        try await installation.services.broker.kill()
        let instance = try await Self.startPatient(installation)
        try await instance.waitUntilLacking(["database", "voorbereiding"])
        #expect(try await instance.page("/health/live")?.status == 200)
        try await Self.expectUnavailable(sender, instance)
        try await installation.services.postgres.restart()
        // Without a broker commands can be taken: no load balancer has to send them elsewhere.
        try await instance.waitUntilDegraded(["broker"])
        try await installation.services.broker.restart()
        try await instance.waitUntilReady()
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        #expect(try await instance.stop() == 0)
        Self.expectOneLineEach(instance.log)
      }
    }

    @Test func livesThroughTheLossOfBoth() async throws {
      try await Installation.with(.own) { installation in
        let sender = try await Self.sender(installation)
        let mailbox = try await Self.mailbox(sender, installation)
        let instance = try await Self.startPatient(installation)
        try await instance.waitUntilReady()
        try await installation.services.broker.kill()
        try await instance.waitUntilDegraded(["broker"])
        // Commands need no broker; their events wait.
        for _ in 1...3 { _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url) }
        #expect(mailbox.count.value == 0)
        try await installation.services.broker.restart()
        try await mailbox.count.wait(for: "the events that waited") { $0 == 3 }
        try await installation.services.postgres.kill()
        try await Self.expectUnavailable(sender, instance)
        try await instance.waitUntilLacking(["database"])
        #expect(try await instance.page("/health/live")?.status == 200)
        try await installation.services.postgres.restart()
        try await instance.waitUntilReady()
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        try await mailbox.count.wait(for: "an event after all") { $0 == 4 }
        #expect(try await instance.stop() == 0)
        Self.expectOneLineEach(instance.log)
        await mailbox.close()
      }
    }

    /// An instance that is ready, and where its metrics are.
    private static func startWithMetrics(_ installation: Installation) async throws -> (Instance, Int) {
      let metrics = LocalServices.freePort()
      let instance = try await Instance.start(
        installation.settingsFile,
        port: installation.settings.http.port,
        environment: ["CASUSREGIE_METRICS_PORT": "\(metrics)"]
      )
      try await instance.waitUntilReady()
      return (instance, metrics)
    }

    /// What a failover leaves behind: the server is there, its connections are open, and nothing can be written.
    @Test func aDatabaseThatOnlyReadsIsNone() async throws {
      try await Installation.with(.own) { installation in
        let sender = try await Self.sender(installation)
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let (instance, metrics) = try await Self.startWithMetrics(installation)
        try await installation.services.postgres.setReadOnly(true)
        try await Self.expectUnavailable(sender, instance)
        try await instance.waitUntilLacking(["database"])
        let shown = try await Instance.page("http://127.0.0.1:\(metrics)/metrics")?.body ?? ""
        #expect(try MetricsPage().faults(in: shown) == [])
        for line in [
          #"casusregie_commands_total{code="database",entrance="rest",outcome="failed"} 1"#, "casusregie_ready 0",
          #"casusregie_health{check="database"} 0"#,
        ] { #expect(shown.contains(line + "\n"), "\(line)") }
        try await installation.services.postgres.setReadOnly(false)
        try await instance.waitUntilReady()
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        #expect(try await instance.stop() == 0)
      }
    }

    /// Without the settings that hold nothing can be decided: here somebody wrote a revision that nobody approved.
    @Test func settingsThatAreNotTheSealedOnesMakeItUnready() async throws {
      try await Installation.with { installation in
        let postgres = installation.services.postgres
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        try await postgres.psql("update directory_revision set settings_revision = 1", database: installation.name)
        try await instance.waitUntilLacking(["instellingen"])
        try await waitFor("the reason in the log") {
          instance.log.contains { $0.contains("the revision of the settings is not the sealed one") }
        }
        try await postgres.psql("update directory_revision set settings_revision = 0", database: installation.name)
        try await instance.waitUntilReady()
        #expect(try await instance.stop() == 0)
      }
    }

    @Test func eventsThatCannotBeReadAreCounted() async throws {
      try await Installation.with { installation in
        let sender = try await Self.sender(installation)
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let (instance, metrics) = try await Self.startWithMetrics(installation)
        for damage in [
          "alter table outbox alter column event drop not null",
          "create function damage() returns trigger language plpgsql as 'begin new.event := null; return new; end'",
          "create trigger damage before insert on outbox for each row execute function damage()",
        ] { try await installation.services.postgres.psql(damage, database: installation.name) }
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        try await waitFor("the failure to be counted") {
          let metrics = try await Instance.page("http://127.0.0.1:\(metrics)/metrics")?.body
          return metrics?.contains(#"casusregie_relay_failures_total{reason="unreadable"}"#) == true
        }
        #expect(try await instance.stop() == 0)
      }
    }

    @Test func aBrokerThatTakesNoMessagesIsTrouble() async throws {
      try await Installation.with(.own) { installation in
        let sender = try await Self.sender(installation)
        let mailbox = try await Self.mailbox(sender, installation)
        try await installation.services.postgres.psql(
          "update organisation set roles = roles || '{beheerder}' where number = '\(sender.organisation)'",
          database: installation.name
        )
        let metrics = LocalServices.freePort()
        let instance = try await Instance.start(
          installation.settingsFile,
          port: installation.settings.http.port,
          environment: ["CASUSREGIE_BROKER_OUTAGE_LIMIT": "1", "CASUSREGIE_METRICS_PORT": "\(metrics)"]
        )
        try await instance.waitUntilReady()
        try await installation.services.broker.setAlarm(.memory, true)
        // The broker says so to those who publish.
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        try await instance.waitUntilDegraded(["broker"])
        try await waitFor("the alarm") { try await installation.rows("select kind from alarm") == ["broker"] }
        let shown = try await Instance.page("http://127.0.0.1:\(metrics)/metrics")?.body
        #expect(shown?.contains(/casusregie_broker_outage_seconds [1-9]/) == true)
        #expect(
          shown?.contains(#"casusregie_commands_total{code="none",entrance="rest",outcome="accepted"} 1"#) == true
        )
        #expect(shown?.contains(#"casusregie_door_database_seconds_count{round_trip="write"} 1"#) == true)
        // Not where partners are.
        #expect(try await instance.page("/metrics")?.status == 404)
        #expect(instance.log.contains { $0.contains("events: nothing can be told for too long") })
        try await installation.services.broker.setAlarm(.memory, false)
        try await instance.waitUntilReady()
        // What was told of the case, and the alarm that waited with it: tried again after a pause.
        try await mailbox.count.wait(for: "both events", limit: .seconds(120)) { $0 >= 2 }
        #expect(try await instance.stop() == 0)
        await mailbox.close()
      }
    }

    private static func sender(_ installation: Installation) async throws -> Sender {
      try await Sender(Partners.municipality, role: "gemeente", tokens: LocalTokens(installation.settings))
    }

    private static func mailbox(_ sender: Sender, _ installation: Installation) async throws -> Mailbox {
      let access = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
      try await installation.services.broker.settleNewQueues()
      let own = try #require(access[sender.organisation])
      return try Mailbox(sender.organisation, access: own, settings: installation.settings)
    }

    /// On a busy machine a broker takes longer to come back than an installation lets it be away without an alarm.
    private static func startPatient(_ installation: Installation) async throws -> Instance {
      try await Instance.start(
        installation.settingsFile,
        port: installation.settings.http.port,
        environment: ["CASUSREGIE_BROKER_OUTAGE_LIMIT": "3600"]
      )
    }

    private static func expectUnavailable(_ sender: Sender, _ instance: Instance) async throws {
      let reply = try await sender.send(
        Body.signal(to: sender.organisation),
        to: nil,
        at: instance.url,
        key: UUID().uuidString
      )
      #expect(reply.status == 503)
      #expect(reply.contentType == "application/problem+json")
    }

    /// The loss of each is said once, and its return once, however many parts do without meanwhile and however long. What
    /// is said of a single request, under its trace, is left out.
    private static func expectOneLineEach(_ log: [String]) {
      let own = log.filter { !$0.contains(" trace=") }
      let losses = ["database unavailable", "no connection to the broker, trying until it is back"]
      #expect(own.filter { $0.contains(" warning ") || $0.contains(" error ") }.map(Self.message).sorted() == losses)
      for returned in ["database available again", "connected to the broker again"] {
        #expect(own.count { Self.message($0) == returned } == 1, "\(returned): \(own)")
      }
      // Nor in other words, at another level.
      #expect(own.count { $0.contains("database") } == 2, "\(own)")
      #expect(own.count { $0.contains("broker") } == 2, "\(own)")
    }

    /// A line without time, level, label and metadata.
    private static func message(_ line: String) -> String {
      line.split(separator: "] ").last.map(String.init) ?? line
    }
  }
}
