import Development
import Foundation
import LocalServices
import OrderedCollections
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// The clients that the guide gives to partners, followed as the guide says.
  @Suite struct ExampleClientTests {
    @Test("Each of their parts is short enough to be read at once") func length() throws {
      let folder = Program.root.appending(path: "docs/partners")
      func files(_ place: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: place).path).map { "\(place)/\($0)" }
      }
      let parts = try (files(".") + files("swift")).filter { $0.hasSuffix(".py") || $0.hasSuffix(".swift") }
      #expect(parts.contains("./client.py") && parts.contains("swift/main.swift"))
      for file in parts {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        #expect(text.count { $0.isNewline } < 200, "\(file)")
      }
    }

    @Test(
      "It makes its keys, gives commands, and handles events and answers once; what was lost it asks for, and acknowledges",
      arguments: ExampleClient.Language.allCases
    )
    func guide(_ language: ExampleClient.Language) async throws {
      try await Installation.with { installation in
        let access = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let own = try #require(access[Partners.municipality])
        let client = ExampleClient(language: language, folder: try TemporaryFolder())
        let token = try await client.enter(try JSONEncoder().encode(own), of: own.organisation, installation.settings)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        try client.write(Body.signal(to: own.organisation), to: "begin.json")
        let begun = try await client.give("begin.json", token: token)
        #expect(begun["uitkomst"]?.string == "uitgevoerd")
        let id = try #require(begun["id"]?.string)
        try client.write(Body.addition, to: "add.json")
        let added = try await client.give("add.json", "--case", id, "--revision", "1", token: token)
        #expect(added["uitkomst"]?.string == "uitgevoerd" && added["revisie"] == 2)
        let stale = try await client.give("add.json", "--case", id, "--revision", "1", token: token)
        #expect(stale["uitkomst"]?.string == "geweigerd" && stale["code"]?.string == "stale")
        let correction = try await Self.loseCorrection(of: id, client, own, token: token, installation)
        let last = try await client.send("add.json", ["--case", id], token: token)
        let heard = try await client.listen(until: last)
        #expect(heard.contains { $0["type"] == "nl.casusregie.casus.gegevens-gewijzigd" })
        #expect(heard.first { $0["command"]?.string == correction }?["says"]?["uitkomst"] == "uitgevoerd")
        try await waitFor("the acknowledgement of the correction") {
          try await installation.rows(
            "select organisation from acknowledgement where acknowledged_at is not null"
          ) == [own.organisation]
        }
        // Each was handled once, and none is missing.
        let state = try client.state
        let handled = try #require(state["ids"]?.items)
        #expect(state["last"] == .integer(Int64(handled.count)) && Set(handled).count == handled.count)
        #expect(state["missing"] == .object([:]))
        #expect(try await instance.stop() == 0)
      }
    }

    /// Gives a correction and empties the queue before the client has read that, and the answer.
    /// - Returns: the id of the command.
    private static func loseCorrection(
      of id: String,
      _ client: ExampleClient,
      _ own: PartnerAccess,
      token: String,
      _ installation: Installation
    ) async throws -> String {
      guard case .integer(let known)? = try client.state["last"] else { return "" }
      let correction = #"{"maatregel":"gecorrigeerd","gegeven":"Proef.","motivering":"Proef."}"#
      try client.write(Data(#"{"opdracht":"correctie-doorgeven","velden":\#(correction)}"#.utf8), to: "correct.json")
      let sent = try await client.send("correct.json", ["--case", id], token: token)
      // Before its confirmation is written down an event is not there for those who ask.
      try await waitFor("the confirmation of the correction and of its answer") {
        try await installation.rows(
          "select 1 from recipient where organisation = '\(own.organisation)' and confirmed_sequence >= \(known + 2)"
        ) == ["1"]
      }
      let contents = "/api/queues/\(installation.name)/\(own.queue)/contents"
      try await installation.services.broker.manage("DELETE", contents)
      return sent
    }

    /// Epoch, with which number it began, and the number of an event. Number 3 is owed by the first epoch, 4 was never sent in the second.
    private static let told = #"[["A", 1, 1], ["A", 1, 2], ["A", 1, 4], ["B", 4, 5], ["A", 1, 4], ["A", 1, 3]]"#

    /// It must fail when `Following.begin`, or `answered`, does not undo answers.
    @Test(
      "A late event of a former epoch hides no loss of the present one; an epoch of which nobody heard is asked for, and all that is lost; answers that an epoch undid hold no more"
    )
    func questions() async throws {
      let script = """
        import json, sys
        sys.path.insert(0, "\(Program.root.appending(path: "docs/partners").path)")
        from following import Following
        following = Following({}, -1)  # what is missing is asked for at once
        def event(epoch, begin, number):
            return {"id": f"{epoch}{number}", "tijdperk": epoch, "tijdperkbegin": str(begin), "sequence": str(number)}
        def ask(said):
            question = following.question()
            print(question["address"])
            for one in following.answered(question["id"], said):
                following.take(one)
        def page(*numbers, more=None):
            return {"status": 200, "inhoud": {"gebeurtenissen": [event("B", 4, number) for number in numbers], "volgende": more}}
        def settle(number, command, said):
            following.settle(event("A", 1, number) | {"causationid": command}, said)
            print(sorted(following.state["answers"]), following.state["again"])
        for place in \(Self.told)[:3]:
            following.take(event(*place))
        settle(1, "one", {"uitkomst": "uitgevoerd"})
        settle(2, "two", {"uitkomst": "geweigerd", "herhaalbaar": False})
        settle(3, "passing", {"uitkomst": "geweigerd", "herhaalbaar": True})
        settle(4, "four", {"uitkomst": "uitgevoerd"})
        for place in \(Self.told)[3:]:
            following.take(event(*place))
        settle(4, "four", {"uitkomst": "uitgevoerd"})  # it comes only now, and is undone
        print(sorted(following.state["missing"]))
        following.take({"id": "x", "tijdperk": "B", "tijdperkbegin": "4", "data": {"laatste": 9}})
        epochs = [("A", 1), ("AB", 2), ("B", 4)]
        begun = [{"tijdperk": name, "tijdperkbegin": str(begin)} for name, begin in epochs]
        ask({"status": 200, "inhoud": {"tijdperken": begun}})
        print(sorted(following.state["answers"]))
        ask(page(2, 3, 4))
        ask({"status": 503, "inhoud": {"code": "unavailable"}})
        ask({"status": 413, "inhoud": {"code": "answer-too-large", "delen": 2}})  # an answer: its question can be asked anew
        ask(page(8, more="/v1/gebeurtenissen?vanaf=9&tot=9"))  # 7 is not kept any more
        ask(page(9))
        print(following.question(), following.state["missing"], following.state["last"])
        """
      let child = try await ChildProcess(
        ["-c", script],
        program: "/usr/bin/python3",
        environment: ["PYTHONDONTWRITEBYTECODE": "1"]
      )
      #expect(try await child.ended() == 0, "\(child.errors)")
      let page = "/v1/gebeurtenissen?vanaf="
      let asked = ["2&tot=4", "6&tot=9", "6&tot=9", "7&tot=9", "9&tot=9"].map { page + $0 }
      let settled = [
        "['one'] False", "['one', 'two'] False", "['one', 'two'] False", "['four', 'one', 'two'] False",
        "['one', 'two'] True", "['4']",
      ]
      let said = settled + ["/v1/gebeurtenissen/stand", "['one']"] + asked + ["None {} 9"]
      #expect(child.output == said.joined(separator: "\n") + "\n")
    }
  }
}
