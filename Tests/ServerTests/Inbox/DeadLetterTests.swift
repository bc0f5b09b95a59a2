import AMQP
import CaseCore
import Development
import Foundation
import LocalServices
import Outbox
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// What comes over queues and cannot be read or attributed.
  @Suite struct DeadLetterTests {
    @Test("What cannot be read or attributed becomes a dead letter, its owner is told, and those that follow go on")
    func deadLetters() async throws {
      try await QueueSetting.with { setting in
        let (sender, good) = (setting.sender, setting.beginning)
        let message = try sender.message(setting.beginning)
        try await sender.send(message, id: UUID()) { $0.userID = nil }
        try await sender.send(message, id: UUID()) { $0.replyTo = "events.x" }
        try await sender.send(message, id: UUID()) { $0.headers["CC"] = .array(["events.x"]) }
        try await sender.send(Array("geen json".utf8), id: UUID())
        try await sender.send(Array("geen json, geen id".utf8), id: UUID()) { $0.messageID = "niets" }
        try await sender.send(Array(#"{"specversion":"1.0","id":"1"}"#.utf8), id: UUID())
        try await sender.send(Array(repeating: 32, count: 300 * 1024), id: UUID())
        #expect(try await sender.give(good)["uitkomst"]?.string == "uitgevoerd")
        try await sender.events.wait(for: "the notes") { events in
          events.count { $0 == "nl.casusregie.opdracht.onleesbaar" } == 7
        }
        let letters = try Administration(setting.installation.settings).deadLetters()
        let waiting = try await letters.waiting()
        #expect(
          waiting.map(\.reason).sorted() == [
            "identifier", "not-cloudevent", "not-cloudevent", "properties", "properties", "sender", "too-large",
          ]
        )
        #expect(waiting.allSatisfy { $0.organisation == sender.organisation })
        // Of several messages of one sender it is not said which is kept first.
        var contents: [Int64: JSON] = [:]
        for letter in waiting where letter.reason == "not-cloudevent" {
          contents[letter.id] = try JSONReader.read(
            Array(try #require(try await letters.show(letter.id, to: "P. Pietersen")))
          )
        }
        let (first, content) = try #require(contents.first { $0.value["body"]?.string == "geen json" })
        #expect(content["user_id"]?.string == sender.access.user)
        let other = try #require(waiting.first { $0.reason == "sender" })
        let anonymous = try JSONReader.read(Array(try #require(try await letters.show(other.id, to: "P. Pietersen"))))
        #expect(anonymous["user_id"]?.string == nil)
        let large = try #require(waiting.first { $0.reason == "too-large" })
        let whole = Array(try #require(try await letters.show(large.id, to: "P. Pietersen")))
        let cut = try JSONReader.read(whole, within: JSONLimits(bytes: 1 << 20, depth: 3, values: 50))
        #expect(cut["truncated"] == true && cut["body"]?.string?.utf8.count == 256 * 1024)
        #expect(try await letters.drop(first, by: "J. Jansen", reason: "onzin") == .dropped)
        #expect(try await letters.show(first, to: "P. Pietersen") == nil)
        #expect(try await letters.drop(first, by: "J. Jansen", reason: "onzin") == .notWaiting)
        #expect(try await letters.waiting().count == 6)
        // Nothing of what was sent, and not who dropped it, can be read in the database.
        let rows = try await setting.installation.rows("select row_to_json(d)::text from dead_letter d")
        #expect(rows.count == 7 && rows.allSatisfy { !$0.contains("Jansen") && !$0.contains("geen json") })
        let journal = try await setting.installation.rows("select row_to_json(j)::text from dead_letter_journal j")
        #expect(journal.count == 5 && journal.allSatisfy { !$0.contains("Jansen") && !$0.contains("Pietersen") })
        try await Self.expectRecord(of: first, and: other.id, in: setting.installation)
      }
    }

    /// Of one that was seen and dropped, and one that is shown by the program.
    private static func expectRecord(of dropped: Int64, and waiting: Int64, in installation: Installation) async throws
    {
      let config = ["--config", installation.settingsFile]
      let shown = try await Program.run(["dead-letter", "show", "\(waiting)", "--by", "K. Klaassen"] + config)
      #expect(shown.code == 0 && shown.output.contains(#""user_id":null"#), "\(shown.errors)")
      let all = try await Program.run(["dead-letter", "list", "--all"] + config)
      let lines = all.output.split(separator: "\n")
      #expect(all.code == 0 && lines.contains { $0.hasSuffix("shown to K. Klaassen") }, "\(all.errors)")
      let place = try #require(lines.firstIndex { $0.hasPrefix("\(dropped)  ") })
      #expect(lines[place].hasSuffix("(ended)") && lines[place + 1].hasSuffix("shown to P. Pietersen"))
      #expect(lines.contains { $0.hasSuffix("dropped by J. Jansen: onzin") })
    }

    /// A command of a sender that has registered no keys, which comes back, and a text that is no message.
    private static func keepTwo(_ setting: QueueSetting, _ letters: DeadLetterStore) async throws -> QueueSender.Request
    {
      _ = try await setting.installation.rows("delete from partner_key")
      let request = setting.beginning
      try await setting.sender.send(request)
      try await setting.sender.send(Array("geen json".utf8), id: UUID())
      try await waitFor("both to be kept") { try await letters.waiting().count == 2 }
      return request
    }

    @Test("A dead letter is handled once more when the key is there that was missing, and that stays on record")
    func retried() async throws {
      try await QueueSetting.with { setting in
        let (sender, installation) = (setting.sender, setting.installation)
        let administration = try Administration(installation.settings)
        let letters = try administration.deadLetters()
        let request = try await Self.keepTwo(setting, letters)
        #expect(try await letters.waiting().map(\.reason).sorted() == ["no-keys", "not-cloudevent"])
        #expect(try await administration.register(sender.keys, of: sender.organisation) == (2, 0))
        for entry in try await letters.waiting() {
          let result = try await Program.run(
            "dead-letter",
            "retry",
            "\(entry.id)",
            "--by",
            "A. de Vries",
            "--config",
            installation.settingsFile
          )
          #expect(result.code == 0, "\(result.errors)")
        }
        #expect(try await sender.answer(to: request.id)["uitkomst"]?.string == "uitgevoerd")
        // What can never be read waits again, for people.
        try await waitFor("the other to have been tried", limit: .seconds(60)) {
          let waiting = try await letters.waiting()
          return waiting.count == 1 && waiting[0].reason == "not-cloudevent" && !waiting[0].isToBeRetried
        }
        #expect(try await installation.rows("select count(*) from journal") == ["1"])
        let record = "select outcome, content is null, reason from dead_letter where settled_at is not null"
        #expect(try await installation.rows(record) == ["handled|t|no-keys"])
        let journal = "select kind, coalesce(reason, '') from dead_letter_journal order by kind"
        #expect(
          try await installation.rows(journal) == [
            "handled|", "retry-asked|", "retry-asked|", "retry-ended|not-cloudevent",
          ]
        )
        // Also of one whose content is gone, when somebody asks to see it.
        let handled = try await installation.rows("select id from dead_letter where settled_at is not null").first ?? ""
        let shown = try await Program.run(
          "dead-letter",
          "show",
          handled,
          "--by",
          "B. Bakker",
          "--config",
          installation.settingsFile
        )
        #expect(shown.code == 1 && shown.errors.contains("retry-asked by A. de Vries"), "\(shown.errors)")
        let gone = try await Program.run("dead-letter", "retry", "999", "--config", installation.settingsFile)
        #expect(gone.code == 1 && gone.errors.contains("no dead letter 999 waits"))
      }
    }

    @Test(
      "A dead letter of one that is suspended waits with its reason until it is let in; one that is damaged does not come back"
    )
    func retriedLater() async throws {
      try await QueueSetting.with { setting in
        let (sender, installation) = (setting.sender, setting.installation)
        let administration = try Administration(installation.settings)
        let letters = try administration.deadLetters()
        let request = try await Self.keepTwo(setting, letters)
        let waiting = try await letters.waiting()
        let (first, damaged) = (try #require(waiting.first { $0.reason == "no-keys" }).id, "not-cloudevent")
        _ = try await administration.register(sender.keys, of: sender.organisation)
        _ = try await installation.rows("update recipient set suspended_at = now()")
        #expect(try await letters.askRetry(first, by: "x") == .asked)
        let begun = "select attempts, reason, retry_at > clock_timestamp() from dead_letter where id = \(first)"
        try await waitFor("an instance to have looked", limit: .seconds(60)) {
          try await installation.rows(begun) == ["0|no-keys|t"]
        }
        _ = try await installation.rows("update dead_letter set content = 'x' where reason = '\(damaged)'")
        #expect(try await letters.askRetry(try #require(waiting.first { $0.reason == damaged }).id, by: "x") == .asked)
        try await waitFor("the damaged one to be given up", limit: .seconds(60)) {
          try await letters.waiting().contains { $0.reason == "damaged" && !$0.isToBeRetried }
        }
        _ = try await installation.rows("update recipient set suspended_at = null")
        _ = try await installation.rows(
          "update dead_letter set retry_at = clock_timestamp() where retry_at is not null"
        )
        #expect(try await sender.answer(to: request.id)["uitkomst"]?.string == "uitgevoerd")
      }
    }
  }
}
