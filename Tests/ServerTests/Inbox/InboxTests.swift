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
  /// Commands over queues, by a partner's own client, through the whole program.
  @Suite struct InboxTests {
    @Test("A case begins, is added to, refuses what is stale; what comes twice is done once and answered alike")
    func course() async throws {
      try await QueueSetting.with { setting in
        let sender = setting.sender
        let begun = try await sender.give(setting.beginning)
        #expect(begun["uitkomst"]?.string == "uitgevoerd" && begun["revisie"] == 1)
        let id = try #require(begun["id"]?.string)
        var addition = setting.request(setting.addition, on: id)
        addition.revision = 1
        let added = try await sender.give(addition)
        #expect(added["uitkomst"]?.string == "uitgevoerd" && added["revisie"] == 2)
        // The same message, twice more.
        for count in 2...3 {
          try await sender.send(addition)
          #expect(try await sender.answer(to: addition.id, count) == added)
        }
        var stale = addition
        stale.id = UUID()
        let refused = try await sender.give(stale)
        #expect(
          refused["uitkomst"]?.string == "geweigerd" && refused["code"]?.string == "stale" && refused["revisie"] == 2
        )
        // The same id for another command.
        var other = setting.request(#"{"opdracht":"signaal-aanvullen","velden":{"aanvulling":"Anders."}}"#, on: id)
        other.id = addition.id
        try await sender.send(other)
        #expect(try await sender.answer(to: addition.id, 4)["code"]?.string == "reused-key")
        #expect(try await setting.installation.rows("select max(revision) from journal") == ["2"])
        // Over REST it is the same case, under the same id.
        let rest = try await Sender(
          sender.organisation,
          role: "gemeente",
          tokens: LocalTokens(setting.installation.settings)
        )
        #expect(try await rest.read("/v1/casussen/\(id)", at: setting.instance.url).contains(#""revisie":2"#))
      }
    }

    @Test("Of commands on one case the order is kept, also when many are sent at once")
    func order() async throws {
      try await QueueSetting.with { setting in
        let id = try #require(try await setting.sender.give(setting.beginning)["id"]?.string)
        var requests: [QueueSender.Request] = []
        for index in 0..<30 {
          let text = #"{"opdracht":"signaal-aanvullen","velden":{"aanvulling":"Nummer \#(index)."}}"#
          requests.append(setting.request(text, on: id))
        }
        for request in requests { try await setting.sender.send(request) }
        var revisions: [JSON?] = []
        for request in requests { revisions.append(try await setting.sender.answer(to: request.id)["revisie"]) }
        #expect(revisions == (2...31).map { .integer(Int64($0)) })
      }
    }

    @Test("A command waits for the one it names: it is not carried out when that one was refused")
    func predecessors() async throws {
      try await QueueSetting.with { setting in
        let begun = setting.beginning
        let id = try #require(try await setting.sender.give(begun)["id"]?.string)
        var next = setting.request(setting.addition, on: id)
        next.after = begun.id
        #expect(try await setting.sender.give(next)["uitkomst"]?.string == "uitgevoerd")
        var refused = setting.request(#"{"opdracht":"bestaat-niet"}"#, on: id)
        #expect(try await setting.sender.give(refused)["code"]?.string == "unknown-command")
        refused = setting.request(setting.addition, on: id)
        refused.after = UUID()
        let answer = try await setting.sender.give(refused)
        #expect(answer["code"]?.string == "predecessor-not-carried-out" && answer["herhaalbaar"] == true)
      }
    }

    /// Requests of somebody who pretends, each with the code that it is refused by.
    private func forged(_ setting: QueueSetting) async throws -> [(code: String, request: QueueSender.Request)] {
      let (sender, settings) = (setting.sender, setting.installation.settings)
      let tokens = try LocalTokens(settings)
      func token(_ organisation: String, audience: String?, bound: String?) async throws -> String {
        try await tokens.make(
          subject: "proef",
          organisation: organisation,
          roles: ["gemeente"],
          minutes: 15,
          binding: bound.map {
            .init(audience: audience ?? settings.identity.commandAudience, thumbprint: $0)
          }
        )
      }
      var requests: [(code: String, request: QueueSender.Request)] = []
      func add(_ code: String, _ change: (inout QueueSender.Request) -> Void) {
        var request = setting.beginning
        change(&request)
        requests.append((code, request))
      }
      let rest = try await token(sender.organisation, audience: nil, bound: nil)
      let unbound = try await token(sender.organisation, audience: nil, bound: "anders")
      let police = try await token(Partners.police, audience: nil, bound: sender.thumbprint)
      let expired = try await tokens.make(
        subject: "proef",
        organisation: sender.organisation,
        roles: ["gemeente"],
        minutes: -5,
        binding: .init(audience: settings.identity.commandAudience, thumbprint: sender.thumbprint)
      )
      let machine = try await sender.token("gemeente", isOfSystem: true, settings: settings)
      add("machine") { $0.token = machine }
      add("invalid-statement") { $0.token = rest }
      add("invalid-statement") { $0.token = unbound }
      add("invalid-statement") { $0.token = police }
      add("invalid-statement") { $0.token = "geen.token.dit" }
      add("statement-expired") { $0.token = expired }
      add("invalid") { $0.issuer = Partners.police }
      add("invalid") { $0.signedID = UUID() }
      add("invalid") { $0.type = "nl.casusregie.opdracht.anders" }
      add("invalid") { $0.token = "" }
      add("expired") { $0.expires = "2026-01-01T00:00:00Z" }
      return requests
    }

    @Test("Who cannot show that it is them is refused, and nothing happens")
    func forgeries() async throws {
      try await QueueSetting.with(carriesOut: false) { setting in
        let sender = setting.sender
        for (code, request) in try await forged(setting) {
          let answer = try await sender.give(request)
          #expect(answer["uitkomst"]?.string == "geweigerd" && answer["code"]?.string == code, "\(answer.text)")
          #expect(answer["herhaalbaar"] == .bool(code == "statement-expired"))
        }
        // Changed on its way.
        let broken = setting.beginning
        let text = String(decoding: try sender.message(broken), as: UTF8.self)
        let data = try #require(text.firstRange(of: #""data":""#)?.upperBound)
        let place = text.index(data, offsetBy: 400)
        let changed = text.replacingCharacters(in: place...place, with: text[place] == "A" ? "B" : "A")
        try await sender.send(Array(changed.utf8), id: broken.id)
        #expect(try await sender.answer(to: broken.id)["code"]?.string == "invalid-statement")
        // The same token opens nothing over REST.
        let overHTTP = Sender(sender.organisation, token: setting.token)
        #expect(try await overHTTP.answer(setting.instance.url + "/v1/casussen").status == 401)
        #expect(try await setting.installation.rows("select count(*) from journal") == ["0"])
      }
    }

    @Test("What administrators are told of the service itself") func alarms() async throws {
      try await QueueSetting.with { setting in
        let settings = setting.installation.settings
        let administration = try Administration(settings)
        let organisation = Organisation(
          number: Partners.administrator,
          name: "Beheer",
          region: "oost",
          roles: [AlarmStore.audience]
        )
        let access = try await administration.register(organisation, password: Partners.password)
        let reader = try QueueSender(access, settings: settings)
        try await reader.listen()
        let store = AlarmStore(administration.pool)
        for kind in AlarmStore.Kind.allCases {
          _ = try await store.raise(kind, hold: .zero)
          try await waitFor("the end of the alarm \(kind)") {
            _ = try await store.settle(kind)
            return try await setting.installation.rows("select kind from alarm where kind = '\(kind.rawValue)'").isEmpty
          }
        }
        let expected = Set(
          AlarmStore.Kind.allCases.map(\.rawValue).flatMap { ["\($0)", "\($0).opgeheven"] }.map {
            "nl.casusregie.alarm.\($0)"
          }
        )
        try await reader.events.wait(for: "the alarms") { expected.isSubset(of: $0) }
        await reader.close()
        #expect(try await reader.wire.check().isSuperset(of: expected))
        #expect(try await setting.sender.give(setting.beginning)["uitkomst"]?.string == "uitgevoerd")
      }
    }

    @Test("Commands that wait are told by the status, and after a while by an alarm; then they are carried out")
    func waits() async throws {
      let port = LocalServices.freePort()
      let environment = [
        // With the second, partners are looked at every five seconds.
        "CASUSREGIE_PARTNERS_COMMAND_LIMIT": "10", "CASUSREGIE_PARTNERS_READER_LIMIT": "10",
        "CASUSREGIE_METRICS_PORT": "\(port)",
      ]
      try await QueueSetting.with(environment: environment) { setting in
        let (sender, installation) = (setting.sender, setting.installation)
        let administration = try Administration(installation.settings)
        // The municipality itself administers the service here.
        _ = try await installation.rows("update organisation set roles = roles || '{beheerder}'")
        let id = try #require(try await setting.sender.give(setting.beginning)["id"]?.string)
        let lock = try await installation.lock("receipt")
        let request = setting.request(setting.addition, on: id)
        try await sender.send(request)
        try await waitFor("the status to tell it", limit: .seconds(60)) {
          let wait = try await administration.status(sender.organisation).partners.first?.commandsWait
          return wait?.cases == 1 && wait?.reason == "database"
        }
        try await sender.events.wait(for: "the alarm", limit: .seconds(60)) {
          $0.contains("nl.casusregie.alarm.opdrachten")
        }
        _ = try await installation.rows(
          "insert into inbox_refusal select number, service_now()::date, 'stale', 3 from organisation"
        )
        try await waitFor("the metrics to tell it", limit: .seconds(60)) {
          let metrics = try await Instance.page("http://127.0.0.1:\(port)/metrics")?.body ?? ""
          func value(_ name: String) -> Substring? {
            let start = "casusregie_partner_\(name){organisation=\"\(sender.organisation)\"} "
            return metrics.split(separator: "\n").first { $0.hasPrefix(start) }?.dropFirst(start.count)
          }
          return value("queue_consumers") == "1" && value("events_waiting") == "0" && value("dead_letters") == "0"
            && value("commands_waiting_seconds").flatMap { Double($0) } ?? 0 > 5
            && Self.hasNumbersAndLabels(metrics, of: sender.organisation)
        }
        let shown = try await Instance.page("http://127.0.0.1:\(port)/metrics")?.body ?? ""
        #expect(try MetricsPage().faults(in: shown) == [])
        for line in [
          #"casusregie_commands_total{code="none",entrance="queue",outcome="accepted"} 1"#, "casusregie_ready 1",
          #"casusregie_health{check="broker"} 1"#, "casusregie_keyring_missing_keys 0",
          "casusregie_workflow_versions_unsealed 0", "casusregie_workflow_versions_unapproved 0",
        ] { #expect(shown.contains(line + "\n"), "\(line)") }
        try await lock.release()
        #expect(try await sender.answer(to: request.id)["revisie"] == 2)
        try await waitFor("the status to tell no more", limit: .seconds(60)) {
          try await administration.status(sender.organisation).partners.first?.commandsWait == nil
        }
      }
    }

    private static func hasNumbersAndLabels(_ metrics: String, of organisation: String) -> Bool {
      let lines = metrics.split(separator: "\n")
      func value(_ name: String, _ before: String = "", _ after: String = "") -> Double? {
        let start = "casusregie_partner_\(name){\(before)organisation=\"\(organisation)\"\(after)} "
        return lines.first { $0.hasPrefix(start) }.flatMap { Double($0.dropFirst(start.count)) }
      }
      guard let last = value("last_number"), last >= 1, value("confirmed_number") == last else { return false }
      return value("next_try_timestamp_seconds") == 0 && value("failures", "", ",reason=\"returned\"") == 0
        && value("refused_commands", "code=\"stale\",") == 3
    }

    @Test("With two users while the password changes, both give commands; then the former one is out; status tells")
    func rotated() async throws {
      // Users belong to the whole broker.
      try await QueueSetting.with(.own, carriesOut: false) { setting in
        let (sender, settings) = (setting.sender, setting.installation.settings)
        let administration = try Administration(settings)
        let access = try await administration.rotate(sender.organisation)
        #expect(access.user != sender.access.user && access.formerUser == sender.access.user)
        let other = try QueueSender(access, settings: settings, sharingKeysOf: sender)
        try await other.listen()
        // Both read the one queue, so the answers come to either.
        func answered(_ request: QueueSender.Request, by giver: QueueSender) async throws -> JSON? {
          try await giver.send(request)
          try await waitFor("an answer", limit: .seconds(60)) {
            sender.answers.value[request.id] != nil || other.answers.value[request.id] != nil
          }
          return (sender.answers.value[request.id] ?? other.answers.value[request.id])?.first
        }
        let begun = try await answered(setting.beginning, by: sender)
        let id = try #require(begun?["id"]?.string)
        #expect(try await answered(setting.request(setting.addition, on: id), by: other)?["revisie"] == 2)
        #expect(try await answered(setting.request(setting.addition, on: id), by: sender)?["revisie"] == 3)
        #expect(try await answered(setting.request(#"{"opdracht":"bestaat-niet"}"#, on: id), by: other)?["code"] != nil)
        #expect(try await administration.finishRotation(sender.organisation) == sender.access.user)
        #expect(try await answered(setting.request(setting.addition, on: id), by: other)?["revisie"] == 4)
        await #expect(throws: (any Error).self) { try await sender.send(setting.request(setting.addition, on: id)) }
        try await waitFor("the status to tell what was refused", limit: .seconds(60)) {
          let status = try await administration.status(sender.organisation).partners.first
          return status?.refused == ["unknown-command": 1] && status?.formerUser == nil
        }
        // It takes part in a case, so it is not removed by accident.
        let words = ["partner", "remove", "--oin", sender.organisation, "--by", "J. Jansen", "--reason", "proef"]
        let config = ["--config", setting.installation.settingsFile]
        let refused = try await Program.run(words + config)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("it takes part in 1 cases that have not ended (--despite-cases)"))
        let removed = try await Program.run(
          words + ["--despite-cases", "--despite-messages"] + config,
          program: Program.development
        )
        #expect(removed.code == 0, "\(removed.errors)")
        await #expect(throws: (any Error).self) { try await other.send(setting.request(setting.addition, on: id)) }
        await other.close()
      }
    }

    @Test("What was carried out is answered again, also when its time has passed")
    func late() async throws {
      try await QueueSetting.with { setting in
        let (sender, settings) = (setting.sender, setting.installation.settings)
        var request = setting.beginning
        request.expires = Date().addingTimeInterval(3).formatted(.iso8601)
        request.token = try await LocalTokens(settings).make(
          subject: "proef",
          organisation: sender.organisation,
          roles: ["gemeente"],
          minutes: 15,
          binding: .init(audience: settings.identity.commandAudience, thumbprint: sender.thumbprint)
        )
        let answer = try await sender.give(request)
        #expect(answer["uitkomst"]?.string == "uitgevoerd")
        // The same command, by now past what it says of itself: by a token that has expired too.
        request.token = try await LocalTokens(settings).make(
          subject: "proef",
          organisation: sender.organisation,
          roles: ["gemeente"],
          minutes: -60,
          binding: .init(audience: settings.identity.commandAudience, thumbprint: sender.thumbprint)
        )
        request.expires = "2026-01-01T00:00:00Z"
        try await sender.send(request)
        #expect(try await sender.answer(to: request.id, 2) == answer)
        #expect(try await setting.installation.rows("select count(*) from journal") == ["1"])
      }
    }

    @Test(
      "Of two instances the one that takes the commands is killed: the other goes on, of each case in order; one held up stops none"
    )
    func twoInstances() async throws {
      try await QueueSetting.with { setting in
        let (sender, installation) = (setting.sender, setting.installation)
        let held = try #require(try await sender.give(setting.beginning)["id"]?.string)
        let free = try #require(try await sender.give(setting.beginning)["id"]?.string)
        func additions(_ count: Int, to id: String) -> [QueueSender.Request] {
          (0..<count).map { _ in setting.request(setting.addition, on: id) }
        }
        func expectInOrder(_ drafts: [QueueSender.Request], from revision: Int64) async throws {
          var revisions: [JSON?] = []
          for draft in drafts { revisions.append(try await sender.answer(to: draft.id)["revisie"]) }
          #expect(revisions == drafts.indices.map { .integer(revision + Int64($0)) })
        }
        let other = try await Instance.start(installation.settingsFile, port: LocalServices.freePort())
        try await other.waitUntilReady()
        // So that it has the keys of the issuer, which is the first one.
        let clerk = try await Sender(sender.organisation, role: "gemeente", tokens: LocalTokens(installation.settings))
        #expect(try await clerk.read("/v1/casussen/\(held)", at: other.url).contains(held))
        let lock = try await installation.hold(held)
        let (waiting, beside) = (additions(16, to: held), additions(16, to: free))
        for (one, another) in zip(waiting, beside) {
          try await sender.send(one)
          try await sender.send(another)
        }
        try await expectInOrder(beside, from: 2)
        #expect(waiting.allSatisfy { sender.answers.value[$0.id] == nil })
        // The first one has all that wait in hand, and gets more.
        let more = additions(24, to: free)
        for draft in more { try await sender.send(draft) }
        try await setting.instance.kill()
        try await lock.release()
        try await expectInOrder(waiting, from: 2)
        try await expectInOrder(more, from: 18)
        let revisions = try await installation.rows("select max(revision) from journal group by case_id order by 1")
        #expect(revisions == ["17", "41"])
        // The first one comes back, and the other ends as an operator does it: more wait than it has in hand.
        try await setting.instance.restart()
        try await setting.instance.waitUntilReady()
        let last = additions(60, to: free)
        for draft in last { try await sender.send(draft) }
        #expect(try await other.stop() == 0)
        try await expectInOrder(last, from: 42)
      }
    }
  }
}
