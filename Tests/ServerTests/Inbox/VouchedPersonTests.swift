import CaseCore
import Development
import Foundation
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// Where an identity provider cannot bind tokens to a key, an organisation vouches for who acts, as far as the workflow accepts that.
  @Suite struct VouchedPersonTests {
    private static let municipality = "00000099000000000101"

    private static let cast = QueueSetting.Cast(
      workflow: ShippedWorkflows.permit,
      names: ["gemeente"],
      sender: municipality,
      role: "intake"
    )

    private static let beginning = """
      {"werkstroom":"aanvraag-omgevingsvergunning","opdracht":"aanvraag-indienen","velden":{"gemeente":"\(municipality)",\
      "activiteit":"Proef.","locatie":"Proef.","naam":"Proef.","adres":"Proef.","dag-van-ontvangst":"\(today)"}}
      """
    /// So that no deadline has passed.
    private static let today = Amsterdam.date(
      at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    )
    private static let confirmation = #"{"opdracht":"ontvangst-bevestigen","velden":{"kenmerk":"Z-1"}}"#

    private static func soon(_ seconds: Double = 600) -> String {
      Date(timeIntervalSinceNow: seconds).formatted(.iso8601)
    }

    @Test("Only commands that accept it are carried out, never twice, and the journal says on whose word who acted")
    func grades() async throws {
      let folder = try Self.folder()
      let environment = ["CASUSREGIE_WORKFLOWS_FOLDER": folder.path]
      try await QueueSetting.with(.shared, Self.cast, environment: environment) { setting in
        let sender = setting.sender
        func vouched(_ command: String, on subject: String?) -> QueueSender.Request {
          QueueSender.Request(
            subject: subject,
            command: command,
            vouched: ["sub": "j.jansen", "rollen": ["intake"]],
            expires: Self.soon()
          )
        }
        func code(_ request: QueueSender.Request) async throws -> String? {
          let answer = try await sender.give(request)
          return answer["codes"]?.items?.first?.string ?? answer["code"]?.string ?? answer["uitkomst"]?.string
        }
        #expect(try await code(vouched(Self.beginning, on: nil)) == "vouched-not-accepted")
        let id = try #require(try await sender.give(setting.request(Self.beginning))["id"]?.string)
        #expect(try await code(vouched(Self.withdrawal, on: id)) == "vouched-not-accepted")
        for (change, expected) in Self.wrong {
          var request = vouched(Self.confirmation, on: id)
          change(&request)
          #expect(try await code(request) == expected)
        }
        #expect(try await setting.installation.rows("select max(revision) from journal") == ["1"])
        let good = vouched(Self.confirmation, on: id)
        for _ in 1...2 { #expect(try await sender.give(good)["revisie"] == 2) }

        let journal = try await sender.ask("/v1/casussen/\(id)/journaal", token: setting.token)
        let entries = try #require(journal.body["vermeldingen"]?.items)
        #expect(entries.map { $0["persoon"]?.string } == ["proef", "j.jansen"])
        #expect(entries.map { $0["persoonVolgens"]?.string } == ["toegangstoken", "organisatie"])
        try await expectSampledRights(in: setting, on: id)
        // It reads nothing.
        let question = QueueSender.Request(
          command: "",
          question: "/v1/casussen/\(id)",
          vouched: ["sub": "j.jansen", "rollen": ["intake"]],
          expires: Self.soon()
        )
        #expect(try await sender.give(question)["inhoud"]?["code"]?.string == "invalid")
        try await stepUp(setting.request(Self.withdrawal, on: id), setting)
      }
    }

    /// The workflow with a command that asks at which level its sender signed in, under a version of its own.
    private static func folder() throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      let name = "aanvraag-omgevingsvergunning"
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
      let text = try String(contentsOfFile: "\(ShippedWorkflows.permit)/workflow.yaml", encoding: .utf8)
      let label = "        label: Aanvraag intrekken\n"
      let changed = text.replacing(/\nversion: [0-9.]+\n/, with: "\nversion: 99.0.0\n", maxReplacements: 1)
        .replacing(label, with: label + "        authentication: [substantieel, hoog]\n", maxReplacements: 1)
      #expect(changed.contains("authentication:"))
      _ = try folder.write(changed, to: "\(name)/workflow.yaml")
      return folder
    }

    /// A token that is not enough: the same message with a stronger one is carried out, once.
    private func stepUp(_ request: QueueSender.Request, _ setting: QueueSetting) async throws {
      let (sender, settings) = (setting.sender, setting.installation.settings)
      let refused = try await sender.give(request)
      #expect(refused["code"] == "insufficient-authentication" && refused["herhaalbaar"] == true, "\(refused.text)")
      #expect(
        refused["authenticatie"] == ["substantieel", "hoog"] && refused["acrWaarden"] == ["substantieel", "hoog"]
      )
      let possible = try await sender.ask("/v1/casussen/\(request.subject ?? "")/mogelijkheden", token: setting.token)
      let withdrawal = possible.body["mogelijkheden"]?.items?.first { $0["opdracht"] == "aanvraag-intrekken" }
      #expect(withdrawal?["authenticatie"] == ["substantieel", "hoog"])
      var stronger = request
      stronger.token = try await sender.token("intake", acr: "hoog", settings: settings)
      var answers: [JSON] = []
      for (count, request) in [stronger, stronger, request].enumerated() {
        try await sender.send(request)
        answers.append(try await sender.answer(to: request.id, count + 2))
      }
      #expect(answers[0]["uitkomst"] == "uitgevoerd" && answers[0]["revisie"] == 3, "\(answers[0].text)")
      #expect(Set(answers).count == 1)
      #expect(try await setting.installation.rows("select max(revision) from journal") == ["3"])
    }

    /// Some cells of the matrix of rights, which `RightsMatrixTests` has as a whole, by the entrances themselves: REST and a queue with a
    /// token say the same. The case is in toetsing, and the organisation takes part as intake, jurist, teamleider and fg.
    private static let sampled: [(role: String, command: String, code: String, vouched: String)] = [
      ("jurist", withdrawal, "not-entitled", "not-entitled"), ("fg", withdrawal, "not-entitled", "not-entitled"),
      ("behandelaar", withdrawal, "unknown-case", "unknown-case"),
      ("intake", acceptance, "not-entitled", "not-entitled"),
      ("teamleider", judgement, "not-in-state", "vouched-not-accepted"),
    ]
    private static let withdrawal = #"{"opdracht":"aanvraag-intrekken","velden":{"verzoek":"Proef."}}"#
    private static let acceptance = #"{"opdracht":"overdracht-aanvaarden","velden":{"behandelaar":"Proef."}}"#
    private static let judgement =
      #"{"opdracht":"oordelen-over-behandeling","velden":{"oordeel":"wel-behandelen","motivering":"Proef."}}"#

    private func expectSampledRights(in setting: QueueSetting, on id: String) async throws {
      let settings = setting.installation.settings
      func code(_ answer: JSON) -> String? { answer["codes"]?.items?.first?.string ?? answer["code"]?.string }
      for cell in Self.sampled {
        let person = try await Sender(Self.municipality, role: cell.role, tokens: LocalTokens(settings))
        let reply = try await person.send(
          Data(cell.command.utf8),
          to: id,
          at: setting.instance.url,
          key: UUID().uuidString
        )
        let token = try await setting.sender.token(cell.role, settings: settings)
        let byToken = try await setting.sender.give(.init(subject: id, command: cell.command, token: token))
        let byWord = try await setting.sender.give(
          .init(
            subject: id,
            command: cell.command,
            vouched: ["sub": "j.jansen", "rollen": [.string(cell.role)]],
            expires: Self.soon()
          )
        )
        #expect(try code(JSONReader.read(Array(reply.body))) == cell.code, "\(cell)")
        #expect(code(byToken) == cell.code && code(byWord) == cell.vouched, "\(cell)")
      }
    }

    /// What is wrong with how it is said who acts.
    private static let wrong: [(@Sendable (inout QueueSender.Request) -> Void, String)] = [
      ({ $0.expires = nil }, "invalid"),
      ({ $0.expires = soon(100_000) }, "invalid"),
      ({ $0.token = "ook.een.token" }, "invalid"),
      ({ $0.vouched = ["sub": "", "rollen": ["intake"]] }, "invalid"),
      ({ $0.vouched = ["sub": "j.jansen"] }, "invalid"),
      ({ $0.vouched = ["sub": "j.jansen", "rollen": [1]] }, "invalid"),
      ({ $0.vouched = ["sub": "j.jansen", "rollen": ["jurist"]] }, "not-entitled"),
      ({ $0.vouched = ["sub": "j.jansen", "rollen": []] }, "unknown-case"),
      ({ $0.expires = "2026-01-01T00:00:00Z" }, "expired"),
    ]
  }
}
