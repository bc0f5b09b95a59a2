import AMQP
import CaseCore
import Foundation
import LocalServices
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// Partners as whoever runs the service administers them, by the program itself.
  @Suite struct PartnerCommandTests {
    /// Users belong to the whole broker: these are of nobody else.
    private static func number(_ index: Int) -> String { "0000009900000000070\(index)" }

    /// By the program for development, to which an installation for trying out is one where one person does everything.
    private func run(_ installation: Installation, _ words: String...) async throws -> Program.Result {
      try await Program.run(
        ["partner"] + words + ["--config", installation.settingsFile],
        program: Program.development
      )
    }

    private func add(_ installation: Installation, _ number: String) async throws -> JSON {
      let result = try await run(
        installation,
        "add",
        "--oin",
        number,
        "--name",
        "Gemeente",
        "--region",
        "oost",
        "--role",
        "gemeente",
        "--format",
        "json"
      )
      #expect(result.code == 0, "\(result.errors)")
      return try JSONReader.read(Array(result.output.utf8))
    }

    private func status(_ installation: Installation, _ number: String) async throws -> JSON {
      let result = try await run(installation, "status", "--oin", number, "--json")
      #expect(result.code == 0, "\(result.errors)")
      return try JSONReader.read(Array(result.output.utf8))
    }

    /// Events that the broker has confirmed, as a relay leaves them.
    private func tell(_ installation: Installation, _ number: String, count: Int, waiting: Int = 0) async throws {
      _ = try await installation.rows(
        """
        insert into outbox (organisation, event, recorded_at, sequence)
        select '\(number)', 'alarm.broker', service_now(), case when i <= \(count) then i end
        from generate_series(1, \(count + waiting)) i;
        update recipient set last_sequence = \(count), confirmed_sequence = \(count) where organisation = '\(number)'
        """
      )
    }

    @Test("What is wrong with a partner is told at once, and leaves nothing behind") func faults() async throws {
      try await Installation.with { installation in
        let refused = try await run(
          installation,
          "add",
          "--oin",
          "abc",
          "--name",
          " ",
          "--region",
          "oost",
          "--role",
          "politei",
          "--role",
          "gemeente"
        )
        #expect(refused.code == 1 && refused.output.isEmpty)
        for words in ["«abc» is no number", "De naam ", "knows the role «politei»: did you mean «politie»?"] {
          #expect(refused.errors.contains(words), "\(refused.errors)")
        }
        // Whoever calls it otherwise is refused as well, before anything is made.
        let wrong = Organisation(number: "abc", name: "Naam", region: "oost", roles: ["gemeente"])
        let administration = try Administration(installation.settings)
        await #expect(throws: SettingsError.self) { try await administration.register(wrong) }
        let queues = try await installation.services.broker.manage("GET", "/api/queues/\(installation.name)")
        #expect(queues == "[]")
        #expect(try await installation.rows("select number from organisation where length(number) < 20") == [])
      }
    }

    @Test("A partner is changed: all that is wrong at once, then what is right") func changed() async throws {
      try await Installation.with { installation in
        let number = Self.number(1)
        _ = try await add(installation, number)
        let refused = try await run(installation, "change", "--oin", "abc", "--name", " ", "--role", "politei")
        #expect(refused.code == 1)
        for words in ["«abc» is no number", "De naam ", "knows the role «politei»"] {
          #expect(refused.errors.contains(words), "\(refused.errors)")
        }
        let stranger = try await run(installation, "change", "--oin", Self.number(9), "--role", "politei")
        #expect(stranger.errors.contains("no organisation has the number") && stranger.errors.contains("«politei»"))
        for words in [["change", "--oin", number], ["change", "--oin", number, "--name", "Gemeente"]] {
          let same = try await Program.run(["partner"] + words + ["--config", installation.settingsFile])
          #expect(same.code == 1 && same.errors.contains("there is nothing to change"), "\(same.errors)")
        }
        let changed = try await run(
          installation,
          "change",
          "--oin",
          number,
          "--name",
          "Gemeente Nieuw",
          "--role",
          "politie",
          "--role",
          "om"
        )
        #expect(changed.output == "\(number)  oost  om,politie  Gemeente Nieuw\n", "\(changed.errors)")
        let row = "select name, region, roles from organisation where number = '\(number)'"
        #expect(try await installation.rows(row) == ["Gemeente Nieuw|oost|{om,politie}"])
        let entries = "select count(*) from directory_journal where name = '\(number)'"
        #expect(try await installation.rows(entries) == ["2"])
      }
    }

    @Test("A password is rotated: written once, the former user until the end") func rotated() async throws {
      try await Installation.with { installation in
        let number = Self.number(2)
        let first = try await add(installation, number)
        let result = try await run(installation, "rotate", "--oin", number, "--format", "json")
        let second = try JSONReader.read(Array(result.output.utf8))
        #expect(second["password"]?.string != nil && second["password"] != first["password"])
        #expect(second["queue"] == first["queue"] && second["formerUser"] == first["user"])
        let again = try await run(installation, "rotate", "--oin", number)
        #expect(again.code == 1 && again.errors.contains("still works: finish that first"))
        #expect(try await status(installation, number)["formerUser"] == first["user"])
        let text = try await run(installation, "status", "--oin", number)
        #expect(text.output.contains("last seen to read: not yet"), "\(text.output)")
        #expect(text.output.contains("former user that still works: partner.\(number)\n"), "\(text.output)")
        let finished = try await run(installation, "rotate", "--oin", number, "--finish")
        #expect(finished.output == "the user partner.\(number) is gone\n", "\(finished.errors)")
        #expect(try await run(installation, "rotate", "--oin", number, "--finish").code == 1)
        #expect(try await run(installation, "check", "--oin", number).code == 0)
        #expect(try await run(installation, "rotate", "--oin", Self.number(9)).errors.contains("no organisation has"))
      }
    }

    @Test("Events are put into the queue again; status counts; what waits keeps it from being removed")
    func replayedAndRemoved() async throws {
      try await Installation.with { installation in
        let number = Self.number(3)
        _ = try await add(installation, number)
        try await tell(installation, number, count: 4, waiting: 1)
        _ = try await installation.rows("delete from outbox where sequence = 2")
        let replayed = try await run(installation, "replay", "--oin", number, "--from", "1", "--to", "9")
        #expect(replayed.output == "sent 3: 1-4\nnot kept any more: 2\n", "\(replayed.errors)")
        let nothing = try await run(installation, "replay", "--oin", number, "--from", "7", "--to", "9")
        #expect(nothing.output == "it was told nothing with these numbers\n")
        #expect(try await run(installation, "replay", "--oin", number, "--from", "3", "--to", "2").code == 2)
        let words = ["remove", "--oin", number, "--by", "J. Jansen", "--reason", "samengevoegd"]
        // At once: what the broker's figures will say is no news by then.
        let early = try await Program.run(["partner"] + words + ["--config", installation.settingsFile])
        #expect(early.code == 1 && early.errors.contains("3 events are in its queue"), "\(early.errors)")
        let shown = try await status(installation, number)
        #expect(shown["suspended"] == false && shown["transactionalChannels"] == 0 && shown["uncommittedMessages"] == 0)
        try await waitFor("the broker to count", limit: .seconds(60)) {
          let status = try await status(installation, number)
          return status["events"]?["messages"] == 3 && status["waiting"] == 1 && status["lastNumber"] == 4
        }
        let all = try await run(installation, "status")
        #expect(all.code == 0 && all.output.contains("events: 1 wait, the oldest for"), "\(all.output)")
        let refused = try await Program.run(["partner"] + words + ["--config", installation.settingsFile])
        #expect(refused.code == 1)
        #expect(
          refused.errors.contains("1 events were not sent") && refused.errors.contains("3 events are in its queue")
        )
        let removed = try await Program.run(
          ["partner"] + words + ["--despite-messages", "--config", installation.settingsFile],
          program: Program.development
        )
        #expect(removed.output == "\(number) is removed\n", "\(removed.errors)")
        let list = try await run(installation, "list", "--removed")
        #expect(list.output.contains(number) && list.output.hasSuffix("Gemeente  J. Jansen  samengevoegd\n"))
        #expect(try await !run(installation, "list").output.contains(number))
        // What it was told can be asked also now.
        let told = try await run(installation, "told", "--oin", number)
        #expect(told.code == 0, "\(told.errors)")
        #expect(try await run(installation, "told", "--oin", Self.number(9)).errors.contains("no organisation has"))
        #expect(try await run(installation, "status", "--oin", number).code == 1)
        let again = try await Program.run(["partner"] + words + ["--config", installation.settingsFile])
        #expect(again.output.contains("was removed before"), "\(again.errors)")
        let stranger = try await run(installation, "remove", "--oin", "abc", "--by", "x", "--reason", "x")
        #expect(stranger.errors.contains("«abc» is no number"))
        // The journal of the directory has it, and finds who takes it back.
        let damage = "update organisation set removed_at = null, removal = null where number = '\(number)'"
        func verified() async throws -> Bool {
          let result = try await Program.run("journal", "verify", "--config", installation.settingsFile)
          return !result.output.contains("organisation \(number)")
        }
        #expect(try await verified())
        _ = try await installation.rows(damage)
        #expect(try await !verified())
      }
    }
  }
}
