import AMQP
import CaseCore
import Development
import Foundation
import LocalServices
import OrderedCollections
import Server
import StoreBase
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// An organisation is merged into another while two instances serve: by two people with tokens, and by who runs the service.
  @Suite struct PartnerMergerTests {
    /// Users belong to the whole broker: these are of nobody else.
    private static let (office, successor) = ("00000099000000000740", "00000099000000000741")

    private struct BrokenOff: Error {}

    private func administrator(_ subject: String, _ setting: QueueSetting) async throws -> [String: String] {
      let token = try await LocalTokens(setting.installation.settings).make(
        subject: subject,
        organisation: Self.office,
        roles: ["hoofdbeheerder"],
        minutes: 30
      )
      return ["CASUSREGIE_TOKEN": token, "CASUSREGIE_SERVICE": setting.instance.url]
    }

    /// Proposed by one and approved by another.
    private func approved(_ setting: QueueSetting) async throws -> Int64 {
      let (anna, bert) = (try await administrator("anna", setting), try await administrator("bert", setting))
      let words = ["--oin", setting.sender.organisation, "--into", Self.successor, "--reason", "Herindeling"]
      let wrong = try await Program.run(
        ["partner", "propose", "merge", "--oin", setting.sender.organisation, "--into", Self.office, "--reason", "x"],
        environment: anna
      )
      #expect(wrong.code == 1 && wrong.errors.contains("niet elke rol"), "\(wrong.errors)")
      let proposed = try await Program.run(["partner", "propose", "merge"] + words, environment: anna)
      let number = try #require(proposed.output.firstMatch(of: /proposal ([0-9]+): open/)?.1, "\(proposed.errors)")
      let plan = try await Program.run(["partner", "plan", "\(number)"], environment: bert)
      #expect(
        plan.output.contains("1 cases go over") && plan.output.contains("successor"),
        "\(plan.output)\(plan.errors)"
      )
      let digest = try #require(plan.output.firstMatch(of: /plan ([0-9a-f]{64})/)?.1, "\(plan.errors)")
      let approved = try await Program.run(
        ["partner", "approve", "\(number)", "--plan", "\(digest)"],
        environment: bert
      )
      #expect(
        approved.output.contains(
          "merge --proposal \(number) --from \(setting.sender.organisation) --into \(Self.successor)"
        ),
        "\(approved.errors)"
      )
      return try #require(Int64(number))
    }

    private func enter(_ setting: QueueSetting) async throws -> QueueSender {
      let administration = try Administration(setting.installation.settings)
      _ = try await administration.register(
        Organisation(number: Self.office, name: "Beheer", region: "oost", roles: ["hoofdbeheerder"])
      )
      let all = try ScenarioFolder(Partners.workflow).organisations.values
      var organisation = try #require(all.first { $0.number == setting.sender.organisation })
      (organisation.number, organisation.name) = (Self.successor, "Gemeente Nieuw")
      let sender = try QueueSender(
        try await administration.register(organisation),
        settings: setting.installation.settings
      )
      _ = try await administration.register(sender.keys, of: Self.successor)
      return sender
    }

    private func merge(_ setting: QueueSetting, _ proposal: Int64) async throws -> Program.Result {
      try await Program.run(
        "partner",
        "merge",
        "--from",
        setting.sender.organisation,
        "--into",
        Self.successor,
        "--proposal",
        "\(proposal)",
        "--config",
        setting.installation.settingsFile
      )
    }

    @Test("Cases, queue and what waits go over, however often it is broken off") func everything() async throws {
      try await QueueSetting.with { setting in
        let other = try await Instance.start(setting.installation.settingsFile, port: LocalServices.freePort())
        try await other.waitUntilReady()
        let begun = try await setting.sender.give(setting.beginning)
        let former = try #require(begun["id"]?.string, "\(begun)")
        let new = try await enter(setting)
        let unknown = try await merge(setting, 1)
        #expect(unknown.code == 1 && unknown.errors.contains("bestaat niet"), "\(unknown.errors)")
        let proposal = try await approved(setting)
        // What waits when it is shut out is carried out, and answered into its queue.
        let waiting = setting.request(setting.addition, on: former)
        try await setting.sender.send(waiting)
        // What comes into its queue from here on is unread.
        await setting.sender.close()
        let administration = try Administration(setting.installation.settings)
        for name in ["begun", "moved", "shutOut", "quiet", "removed"] {
          await #expect(throws: BrokenOff.self, "\(name)") {
            try await administration.merge(setting.sender.organisation, into: Self.successor, proposal: proposal) {
              if "\($0)".hasPrefix(name) { throw BrokenOff() }
            }
          }
        }
        let merged = try await merge(setting, proposal)
        #expect(merged.code == 0, "\(merged.errors)")
        let again = try await merge(setting, proposal)
        #expect(again.output.contains("was removed before"), "\(again.output)\(again.errors)")
        try await holds(setting, new, former)
        try await cannotComeBack(setting)
        let verified = try await Program.run("journal", "verify", "--config", setting.installation.settingsFile)
        #expect(verified.code == 0, "\(verified.output)")
        await new.close()
        #expect(try await other.stop() == 0)
      }
    }

    /// The successor works on under the former's id, over its queue and over REST, and empties the former's queue.
    private func holds(_ setting: QueueSetting, _ new: QueueSender, _ former: String) async throws {
      try await new.listen()
      try await new.events.wait(for: "its first event") { $0.contains("nl.casusregie.casus.deelname-begonnen") }
      let token = try await new.token("gemeente", settings: setting.installation.settings)
      let request = QueueSender.Request(subject: former, command: setting.addition, token: token)
      #expect(try await new.give(request)["uitkomst"]?.string == "uitgevoerd")
      let sender = try await Sender(
        Self.successor,
        role: "gemeente",
        tokens: LocalTokens(setting.installation.settings)
      )
      let reply = try await sender.answer("\(setting.instance.url)/v1/casussen/\(former)")
      let own = try JSONReader.read(Array(reply.body))["id"]?.string
      #expect(reply.status == 200 && own != former && own != nil)
      let journal = try await sender.answer("\(setting.instance.url)/v1/casussen/\(former)/journaal")
      #expect(String(decoding: journal.body, as: UTF8.self).contains(#""opvolging""#))
      let queue = setting.sender.access.queue
      #expect(try await drained(queue, as: new.access) > 0)
      // Only after a minute it is sure that nothing comes into it any more.
      _ = try await setting.installation.rows(
        "update recipient set moved_at = moved_at - interval '2 minutes' where organisation = '\(Self.successor)'"
      )
      let name = setting.installation.name
      try await waitFor("the former queue to go", limit: .seconds(120)) {
        let repaired = try await Program.run(
          "partner",
          "check",
          "--repair",
          "--config",
          setting.installation.settingsFile
        )
        #expect(repaired.code == 0 || repaired.output.contains("former-queue"), "\(repaired.output)\(repaired.errors)")
        return try await !setting.installation.services.broker.manage("GET", "/api/queues/\(name)").contains(queue)
      }
    }

    /// Takes all that is in a queue.
    private func drained(_ queue: String, as access: PartnerAccess) async throws -> Int {
      let connection = AMQPConnection(access)
      let expected = Int(try await connection.queueInfo(queue).messageCount)
      var count = 0
      guard expected > 0 else { return 0 }
      for try await delivery in try await connection.consume(queue) where count < expected {
        await delivery.ack()
        count += 1
        if count == expected { break }
      }
      await connection.close()
      return count
    }

    private func cannotComeBack(_ setting: QueueSetting) async throws {
      let number = setting.sender.organisation
      let administration = try Administration(setting.installation.settings)
      await #expect(throws: SettingsError.self) {
        try await administration.register(Organisation(number: number, name: "X", region: "oost", roles: ["gemeente"]))
      }
      await #expect(throws: SettingsError.self) {
        try await administration.remove(number, by: "x", reason: "x", despite: [])
      }
    }
  }
}
