import Development
import Foundation
import LocalServices
import SeededRandom
import Server
import StoreAdministration
import Synchronization
import TestServices
import Testing

extension WholeService {
  /// The promise of the service: what was accepted has happened, once, and everyone concerned is told of it, whatever dies
  /// meanwhile. Two instances under load; instances, database and broker are killed in turn, without warning.
  @Suite struct KillTests {
    enum Victim: String, CaseIterable {
      case first, second, database, broker
    }

    private static let rounds = 2

    @Test func whatIsAcceptedHappensOnceAndIsToldWhateverDies() async throws {
      let seed = UInt64.random(in: 0...UInt64(UInt32.max))
      print("kill test, seed \(seed)")
      try await Installation.with(.own) { installation in
        let mailboxes = try await Self.mailboxes(installation)
        let instances = [
          try await Instance.start(installation.settingsFile, port: installation.settings.http.port),
          try await Instance.start(installation.settingsFile, port: LocalServices.freePort()),
        ]
        for instance in instances { try await instance.waitUntilReady() }
        let load = Load(seed: seed, urls: instances.map(\.url))
        let senders = try await Self.senders(installation)
        async let clients: Void = load.run(senders, clientsEach: 4)
        try await Self.kill(of: installation, instances, under: load, seed: seed)
        load.stop()
        try await clients
        for instance in instances { try await instance.waitUntilReady() }
        let evidence = Evidence(installation: installation, load: load, mailboxes: mailboxes)
        try await Self.waitUntilTold(installation, mailboxes)
        try await evidence.checkJournal()
        try await evidence.checkDeliveries()
        let report = try await Administration(installation.settings).verifyJournals()
        #expect(report.faults.isEmpty && report.entries > 0, "\(report)")
        for instance in instances { #expect(try await instance.stop() == 0) }
        for mailbox in mailboxes { await mailbox.close() }
        Self.tell(load, mailboxes)
      }
    }

    private static func mailboxes(_ installation: Installation) async throws -> [Mailbox] {
      let access = try await Partners.register(["gemeente", "politie", "om", "zvh"], with: installation.settings)
      // What is lost of a queue that was declared a moment ago is the broker's fault, and not what this is about.
      try await installation.services.broker.settleNewQueues()
      return try access.map { try Mailbox($0, access: $1, settings: installation.settings) }
    }

    private static func senders(_ installation: Installation) async throws -> [Sender] {
      let tokens = try LocalTokens(installation.settings)
      return [
        try await Sender(Partners.municipality, role: "gemeente", tokens: tokens),
        try await Sender(Partners.police, role: "politie", tokens: tokens),
      ]
    }

    // MARK: - Killing

    private static func kill(
      of installation: Installation,
      _ instances: [Instance],
      under load: Load,
      seed: UInt64
    ) async throws {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<rounds {
        for victim in Victim.allCases.shuffled(using: &random) {
          try await more(Int.random(in: 20...120, using: &random), of: load.acceptances, "accepted commands")
          print("kill test: \(victim) after \(load.acceptances.value) accepted commands")
          try await kill(victim, installation, instances)
          // Long enough dead for commands to meet it.
          try await more(Int.random(in: 1...30, using: &random), of: load.attempts, "attempts")
          try await restart(victim, installation, instances)
        }
      }
      try await more(50, of: load.acceptances, "accepted commands")
    }

    private static func kill(_ victim: Victim, _ installation: Installation, _ instances: [Instance]) async throws {
      switch victim {
      case .first: try await instances[0].kill()
      case .second: try await instances[1].kill()
      case .database: try await installation.services.postgres.kill()
      case .broker: try await installation.services.broker.kill()
      }
    }

    private static func restart(_ victim: Victim, _ installation: Installation, _ instances: [Instance]) async throws {
      switch victim {
      case .first: try await instances[0].restart()
      case .second: try await instances[1].restart()
      case .database: try await installation.services.postgres.restart()
      case .broker: try await installation.services.broker.restart()
      }
    }

    private static func more(_ count: Int, of counter: Signal<Int>, _ what: String) async throws {
      let goal = counter.value + count
      try await counter.wait(for: "\(count) more \(what)", limit: .seconds(60)) { $0 >= goal }
    }

    // MARK: - Afterwards

    private static func waitUntilTold(_ installation: Installation, _ mailboxes: [Mailbox]) async throws {
      try await waitFor("the confirmation of every event", limit: .seconds(90)) {
        try await installation.rows(
          """
          select (select count(*) from outbox where sequence is null)
            + (select coalesce(sum(last_sequence - confirmed_sequence), 0) from recipient)
          """
        ) == ["0"]
      }
      for mailbox in mailboxes {
        let told = try await installation.rows(
          "select count(*) from outbox where organisation = '\(mailbox.organisation)'"
        )
        let count = Int(told.first ?? "") ?? -1
        try await mailbox.count.wait(for: "\(count) events at \(mailbox.organisation)") { $0 >= count }
      }
    }

    private static func tell(_ load: Load, _ mailboxes: [Mailbox]) {
      let deliveries = mailboxes.map(\.deliveries.count).reduce(0, +)
      let events = mailboxes.map(\.count.value).reduce(0, +)
      print(
        """
        kill test: \(load.acceptances.value) commands accepted, \(load.refusals.load(ordering: .relaxed)) refused, \
        \(load.repeats.load(ordering: .relaxed)) repeated though answered, in \(load.attempts.value) attempts; \
        \(events) events in \(deliveries) deliveries
        """
      )
    }
  }
}
