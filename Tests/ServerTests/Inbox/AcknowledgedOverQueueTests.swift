import Foundation
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// A correction reaches who ever could read the case, and is acknowledged over the queue that it came by.
  @Suite struct AcknowledgedOverQueueTests {
    private static let correction = """
      {"opdracht":"correctie-doorgeven","velden":{"maatregel":"gecorrigeerd","gegeven":"Proef.","motivering":"Proef."}}
      """

    @Test("An organisation's system acknowledges a correction, without a person, once and only for itself")
    func acknowledged() async throws {
      try await QueueSetting.with { setting in
        let (sender, installation) = (setting.sender, setting.installation)
        let id = try #require(try await sender.give(setting.beginning)["id"]?.string)
        #expect(try await sender.give(setting.request(Self.correction, on: id))["uitkomst"]?.string == "uitgevoerd")
        try await sender.events.wait(for: "the correction") {
          $0.contains("nl.casusregie.casus.gegevens-gewijzigd")
        }
        func outstanding() async throws -> [String] {
          try await installation.rows(
            "select organisation from acknowledgement where acknowledged_at is null order by organisation"
          )
        }
        let asked = try await outstanding()
        #expect(asked.contains(sender.organisation) && asked.count > 1)
        func event(of organisation: String, isOwn: Bool = true) async throws -> UUID {
          let comparison = isOwn ? "=" : "<>"
          let rows = try await installation.rows(
            "select event_id from acknowledgement where organisation \(comparison) '\(organisation)' limit 1"
          )
          return try #require(rows.first.flatMap(UUID.init(uuidString:)))
        }
        let (own, others) = (
          try await event(of: sender.organisation), try await event(of: sender.organisation, isOwn: false)
        )
        for (event, code) in [(others, "nothing-to-acknowledge"), (UUID(), "nothing-to-acknowledge")] {
          let answer = try await sender.give(QueueSender.Request(command: "", acknowledged: event))
          #expect(answer["uitkomst"]?.string == "geweigerd" && answer["code"]?.string == code, "\(answer.text)")
        }
        // It names no case, and what is signed as something else does not acknowledge.
        let named = QueueSender.Request(subject: id, command: "", acknowledged: own)
        #expect(try await sender.give(named)["code"]?.string == "invalid")
        var mixed = setting.request(setting.addition)
        mixed.type = "nl.casusregie.ontvangst.bevestigen"
        #expect(try await sender.give(mixed)["code"]?.string == "invalid-statement")
        #expect(try await outstanding() == asked)
        for _ in 1...2 {
          let answer = try await sender.give(QueueSender.Request(command: "", acknowledged: own))
          #expect(answer["uitkomst"]?.string == "uitgevoerd", "\(answer.text)")
          #expect(answer["gebeurtenis"]?.string == own.uuidString.lowercased())
        }
        #expect(try await outstanding() == asked.filter { $0 != sender.organisation })
        try await Self.close(others, installation)
        // Nothing of it is in the case.
        #expect(try await sender.give(setting.request(setting.addition, on: id))["revisie"] == 3)
      }
    }

    /// An operator ends what nobody acknowledges, and it is on record by whom and why.
    private static func close(_ event: UUID, _ installation: Installation) async throws {
      func run(_ words: String...) async throws -> Program.Result {
        try await Program.run(["partner", "acknowledgements"] + words + ["--config", installation.settingsFile])
      }
      let id = event.uuidString.lowercased()
      #expect(try await run("close", id, "--by", " ", "--reason", "x").code == 2)
      #expect(try await run("close", UUID().uuidString, "--by", "J. Jansen", "--reason", "x").code == 1)
      let words = ["close", id, "--by", "J. Jansen", "--reason", "telefonisch bevestigd"]
      for answer in ["closed 20", "it was closed before, 20"] {
        let closed = try await run(words[0], words[1], words[2], words[3], words[4], words[5])
        #expect(closed.code == 0 && closed.output.hasPrefix(answer), "\(closed.output)\(closed.errors)")
      }
      #expect(try await !run().output.contains(id))
      let all = try await run("list", "--all", "--reasons")
      #expect(all.output.contains("by J. Jansen: telefonisch bevestigd"), "\(all.output)\(all.errors)")
      let verified = try await Program.run("journal", "verify", "--config", installation.settingsFile)
      #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    }
  }
}
