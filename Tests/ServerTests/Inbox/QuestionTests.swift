import Development
import Foundation
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// What a partner reads over its queue, as it would over REST.
  @Suite struct QuestionTests {
    @Test(
      "A case, its journal and what is possible are answered as over REST, after the commands that were sent before"
    )
    func reading() async throws {
      try await QueueSetting.with { setting in
        let (sender, token) = (setting.sender, setting.token)
        let id = try #require(try await sender.give(setting.beginning)["id"]?.string)
        let rest = try await Sender(
          sender.organisation,
          role: "gemeente",
          tokens: LocalTokens(setting.installation.settings)
        )
        try await sender.send(setting.request(setting.addition, on: id))
        let asked = try await sender.ask("/v1/casussen/\(id)", token: token, on: id)
        #expect(asked.status == 200 && asked.body["revisie"] == 2)
        for address in [
          "/v1/casussen/\(id)", "/v1/casussen/\(id)/journaal", "/v1/casussen/\(id)/mogelijkheden", "/v1/casussen",
          "/v1/termijnen",
        ] {
          let answer = try await sender.ask(address, token: token)
          let same = try JSONReader.read(Array(try await rest.read(address, at: setting.instance.url).utf8))
          #expect(answer.status == 200 && answer.body == same, "\(address)")
        }
      }
    }

    @Test("Nothing is answered that the one who asks may not read, and nothing but what can be asked")
    func limits() async throws {
      try await QueueSetting.with { setting in
        let (sender, token) = (setting.sender, setting.token)
        let id = try #require(try await sender.give(setting.beginning)["id"]?.string)
        func code(_ address: String, _ token: String?, on subject: String? = nil) async throws -> String? {
          try await sender.ask(address, token: token, on: subject).body["code"]?.string
        }
        #expect(try await code("/v1/casussen/\(UUID())", token) == "unknown-case")
        // A system without a person has no role in a case, and a person not what was told to the organisation.
        #expect(try await code("/v1/casussen/\(id)", nil) == "unknown-case")
        #expect(try await sender.ask("/v1/casussen", token: nil).body["casussen"]?.items?.count == 0)
        #expect(try await code("/v1/gebeurtenissen", token) == "person")
        // With a token of its own that says a role it reads what that role may, as over REST.
        let system = try await sender.token("gemeente", isOfSystem: true, settings: setting.installation.settings)
        #expect(try await sender.ask("/v1/casussen/\(id)", token: system).status == 200)
        #expect(try await sender.ask("/v1/gebeurtenissen/stand", token: system).status == 200)
        for address in ["/v1/bestaat-niet", "/v1/casussen/", "/v1/termijnen/agenda?rol=gemeente"] {
          #expect(try await code(address, token) == "not-found", "\(address)")
        }
        #expect(try await code("/health/ready", token) == "invalid")
        #expect(try await code("/v1/casussen?onbekend=1", token) == "invalid")
        let other = try await sender.token("gemeente", audience: "casusregie", settings: setting.installation.settings)
        #expect(try await code("/v1/casussen", other) == "invalid-statement")
        var late = QueueSender.Request(command: "", question: "/v1/casussen", token: token)
        late.expires = "2026-01-01T00:00:00Z"
        #expect(try await sender.give(late)["inhoud"]?["code"]?.string == "expired")
        // What was signed as a command is no question.
        var mixed = setting.request(setting.addition, on: id)
        mixed.type = "nl.casusregie.vraag.stellen"
        #expect(try await sender.give(mixed)["inhoud"]?["code"]?.string == "invalid-statement")
        #expect(try await setting.installation.rows("select max(revision) from journal") == ["1"])
      }
    }

    @Test("What was told is asked again by the system, under the same ids; what was answered is not kept")
    func events() async throws {
      try await QueueSetting.with { setting in
        let sender = setting.sender
        _ = try await sender.give(setting.beginning)
        // The number of what was confirmed is written down a little after the event came.
        try await waitFor("the standing") {
          let standing = try await sender.ask("/v1/gebeurtenissen/stand", token: nil)
          if case .integer(let last)? = standing.body["laatste"] { return standing.status == 200 && last >= 3 }
          return false
        }
        let first = try await sender.ask("/v1/gebeurtenissen?vanaf=1&tot=2", token: nil)
        let events = try #require(first.body["gebeurtenissen"]?.items)
        #expect(events.map { $0["sequence"]?.string } == ["1", "2"])
        let ids = try await setting.installation.rows(
          """
          select event_id from outbox where organisation = '\(sender.organisation)' and sequence <= 2 order by sequence
          """
        )
        #expect(events.map { $0["id"]?.string } == ids)
        let answered = "select count(*) from outbox where event = 'vraag.beantwoord' and content is not null"
        #expect(try await setting.installation.rows(answered) != ["0"])
        // As it is done a day later.
        _ = try await setting.installation.rows("update outbox set content = null where event = 'vraag.beantwoord'")
        let again = try await sender.ask("/v1/gebeurtenissen?vanaf=3", token: nil)
        #expect(again.body["gebeurtenissen"]?.items?.first?["type"]?.string == "nl.casusregie.vervallen")
      }
    }

    /// What was answered before is more than what can be answered, and one event cannot be asked for in half.
    @Test("An answer that is too large comes in parts, of one text each time") func parts() async throws {
      try await QueueSetting.with { setting in
        let sender = setting.sender
        _ = try await sender.give(setting.beginning)
        #expect(try await sender.ask("/v1/gebeurtenissen/stand", token: nil).status == 200)
        let content = String(repeating: "é\"", count: 50_000)
        _ = try await setting.installation.rows(
          "update outbox set content = convert_to(repeat('é\"', 50000), 'UTF8') where event = 'vraag.beantwoord'"
        )
        let number = try #require(
          try await setting.installation.rows(
            """
            select sequence from outbox join recipient using (organisation)
            where event = 'vraag.beantwoord' and sequence is not null limit 1
            """
          ).first
        )
        try await waitFor("its confirmation") {
          try await setting.installation.rows(
            "select 1 from recipient where organisation = '\(sender.organisation)' and confirmed_sequence >= \(number)"
          ) == ["1"]
        }
        let address = "/v1/gebeurtenissen?vanaf=\(number)&tot=\(number)"
        let refused = try await sender.ask(address, token: nil)
        #expect(refused.status == 413 && refused.body["code"]?.string == "answer-too-large")
        guard case .integer(let count)? = refused.body["delen"], count > 1 else {
          Issue.record("no parts: \(refused.body)")
          return
        }
        func part(_ number: Int64) async throws -> JSON {
          try await sender.give(QueueSender.Request(command: "", question: address, part: number))
        }
        var text = ""
        for number in 1...count {
          let answer = try await part(number)
          #expect(answer["status"] == 200 && answer["deel"] == .integer(number) && answer["delen"] == .integer(count))
          #expect(answer["afdruk"] == refused.body["afdruk"])
          text += answer["tekst"]?.string ?? ""
        }
        let limits = JSONLimits(bytes: 1 << 20, depth: 40, values: 20_000)
        let whole = try JSONReader.read(Array(text.utf8), within: limits)
        #expect(whole["gebeurtenissen"]?.items?.first?["data"]?.string == content)
        #expect(try await part(count + 1)["inhoud"]?["code"]?.string == "not-found")
      }
    }
  }
}
