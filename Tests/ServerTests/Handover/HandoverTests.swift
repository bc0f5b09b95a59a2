import CaseCore
import Foundation
import StrictJSON
import Testing

extension WholeService {
  /// Two installations hand a case to each other over queues (docs/partners/README.md, "a case of another installation").
  @Suite struct HandoverTests {
    private static func application(to owner: String) -> Data {
      let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      return Data(
        """
        {"werkstroom":"aanvraag-omgevingsvergunning","opdracht":"aanvraag-indienen","velden":{"gemeente":"\(owner)",\
        "activiteit":"Proef.","locatie":"Proefweg 7","naam":"Proef.","adres":"Proef.","bijlagen":["B-1","B-2"],\
        "dag-van-ontvangst":"\(Amsterdam.date(at: now))"}}
        """.utf8
      )
    }

    private static func forwarding(to receiver: String) -> Data {
      Data(#"{"opdracht":"doorzenden","velden":{"ontvanger":"\#(receiver)","motivering":"Proef."}}"#.utf8)
    }

    /// It must fail when `Handover.identity` of the example is another at each call, when it keeps what it looks at only after the event is
    /// acknowledged, or does not do anew at its start what was under way.
    @Test(
      "A case goes to the other and back, each time once, also when what takes it over is killed between any two steps"
    )
    func thereAndBack() async throws {
      try await TwoInstallations.with { both in
        let (first, second) = (both.first, both.second)
        let clerk = try await first.clerk()
        let begun = try await clerk.give(Self.application(to: first.owner), at: first.instance.url)
        _ = try await clerk.give(Self.forwarding(to: second.owner), to: begun.id, at: first.instance.url)

        let there = try await both.taking(by: second, from: first)
        var kills = 0
        while try await !there.run(until: 1, killedAt: kills + 1) {
          kills += 1
          try #require(kills < 40)
        }
        // Two questions and two commands, each before it is sent and after that.
        #expect(kills >= 8)
        #expect(try await second.entries() == ["aanvraag-indienen"])
        let forwarded = ["aanvraag-indienen", "doorzenden", "doorzending-bevestigen"]
        #expect(try await first.entries() == forwarded)

        // All that was said is there, and whoever handed it over knows how it is called there.
        let receiver = try await second.clerk()
        let taken = try await Self.cases(of: receiver, at: second)
        #expect(taken.count == 1)
        let id = try #require(taken.first)
        let told = try await receiver.read("/v1/casussen/\(id)/journaal", at: second.instance.url)
        #expect(told.contains("Proefweg 7") && told.contains("B-2"))
        #expect(try await clerk.read("/v1/casussen/\(begun.id)/journaal", at: first.instance.url).contains(id))

        _ = try await receiver.give(Self.forwarding(to: first.owner), to: id, at: second.instance.url)
        try await both.taking(by: first, from: second).run(until: 1)
        #expect(try await first.entries() == forwarded + ["aanvraag-indienen"])
        #expect(try await second.entries() == forwarded)
      }
    }

    /// It must fail when a part of another answer is taken, or a page that follows is not asked for.
    @Test("What is read of a case comes page by page, and in parts where it is too large; one that is gone is told so")
    func reading() async throws {
      let script = """
        import sys
        sys.path.insert(0, "\(Taking.folder)")
        from reading import Reading
        class Client:
            token = ""
            def send(self, kind, stated):
                self.asked = stated["vraag"]
                return "question"
            def answer(self, event):
                return event["says"]
        client, got = Client(), []
        reading = Reading(client)
        def say(**said):
            print(client.asked["adres"], client.asked.get("deel"))
            reading.answered({"causationid": "question", "says": {"status": 200} | said})
        def part(number, mark, text):
            say(deel=number, delen=2, afdruk=mark, tekst=text)
        reading.ask_entries("/one", got.extend)
        say(inhoud={"vermeldingen": [1], "volgende": "/two"})
        say(status=413, inhoud={"code": "answer-too-large", "delen": 2})
        part(1, "a", '{"vermel')
        part(2, "b", 'changed')
        part(1, "b", '{"vermeldingen": [2]')
        part(2, "b", ', "volgende": null}')
        reading.answered({"causationid": "of a former run"})
        reading.ask("/gone", got.append, gone=lambda: got.append("gone"))
        say(status=404, inhoud={"code": "unknown-case"})
        print(got)
        """
      let child = try await ChildProcess(
        ["-c", script],
        program: "/usr/bin/python3",
        environment: ["PYTHONDONTWRITEBYTECODE": "1"]
      )
      #expect(try await child.ended() == 0, "\(child.errors)")
      let asked = ["/one None", "/two None", "/two 1", "/two 2", "/two 1", "/two 2", "/gone None"]
      #expect(child.output == (asked + ["[1, 2, 'gone']", ""]).joined(separator: "\n"))
    }

    private static func cases(of reader: Sender, at side: TwoInstallations.Side) async throws -> [String] {
      let list = try await reader.read("/v1/casussen", at: side.instance.url)
      return try JSONReader.read(Array(list.utf8))["casussen"]?.items?.compactMap { $0["id"]?.string } ?? []
    }
  }
}
