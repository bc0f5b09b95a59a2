import Development
import Foundation
import Server
import Testing

/// «deadline explain» as whoever types it sees it. It needs no server and no settings.
@Suite struct DeadlineExplainTests {
  private func explain(_ arguments: String...) async throws -> Program.Result {
    try await Program.run(["deadline", "explain"] + arguments)
  }

  private func json(_ result: Program.Result) throws -> [String: Any] {
    #expect(result.code == 0, "\(result.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func aTermOverChristmas() async throws {
    let arguments = ["--from", "2026-12-24", "--length", "P3D", "--kind", "atw"]
    let told = try json(try await Program.run(["deadline", "explain"] + arguments + ["--format", "json"]))
    #expect(told["laatsteDag"] as? String == "2026-12-29")
    #expect(told["uiterlijkTijdstip"] as? String == "2026-12-29T23:00:00Z")
    #expect(told["soort"] as? String == "atw" && told["lengte"] as? String == "P3D")
    #expect(told["van"] as? String == "2026-12-24" && told["kalender"] as? String == "nl-2026-1")
    #expect((told["waarschuwingen"] as? [String])?.isEmpty == true)
    let steps = try #require(told["stappen"] as? [[String: String]])
    #expect(steps.map { $0["van"] } == ["2026-12-24", "2026-12-27", "2026-12-28"])
    #expect(steps.map { $0["tot"] } == ["2026-12-27", "2026-12-28", "2026-12-29"])
    #expect(steps.allSatisfy { $0["regel"]?.isEmpty == false && $0["bron"]?.isEmpty == false })
    let text = try await Program.run(["deadline", "explain"] + arguments).output
    #expect(text.contains("Laatste dag: dinsdag 29 december 2026") && text.contains("Algemene termijnenwet art. 2"))
  }

  @Test func hoursBackwardsAndWhatIf() async throws {
    let hours = ["--from", "2026-03-28T12:00:00+01:00", "--length", "PT24H", "--kind", "uren", "--format", "json"]
    let counted = try json(try await Program.run(["deadline", "explain"] + hours))
    #expect(counted["uiterlijkTijdstip"] as? String == "2026-03-29T11:00:00Z" && counted["laatsteDag"] is NSNull)
    let shown = try await Program.run(["deadline", "explain"] + hours.dropLast(2)).output
    #expect(shown.contains("voorbij op 2026-03-29T13:00:00+02:00"), "\(shown)")
    let back = try await explain("--before", "2026-06-22", "--length", "P5D", "--kind", "werkdagen", "--format", "json")
    #expect(try json(back)["laatsteDag"] as? String == "2026-06-15")
    let paused = [
      "--from", "2026-06-01", "--length", "P10D", "--kind", "atw", "--suspend", "2026-06-03..2026-06-10", "--extend",
      "P1W",
      "--format", "json",
    ]
    #expect(try json(try await Program.run(["deadline", "explain"] + paused))["laatsteDag"] as? String == "2026-06-24")
    let closed = [
      "--from", "2026-06-01", "--length", "P1D", "--kind", "werkdagen", "--closed", "2026-06-02", "--format", "json",
    ]
    #expect(try json(try await Program.run(["deadline", "explain"] + closed))["laatsteDag"] as? String == "2026-06-03")
    let far = try await explain("--from", "2029-05-01", "--length", "P2W", "--kind", "atw")
    #expect(far.output.contains("Let op: Voor 2029"))
  }

  @Test func badInputIsOneMessageWithAllFaults() async throws {
    let result = try await explain("--from", "24-12-2026", "--length", "3", "--kind", "wet", "--closed", "gisteren")
    #expect(result.code == 2 && result.output.isEmpty)
    for option in ["--from: ", "--length: ", "--kind: ", "--closed: "] { #expect(result.errors.contains(option)) }
    let nothing = try await explain()
    #expect(nothing.code == 2 && nothing.errors.contains("--from: ") && nothing.errors.contains("--length: "))
    let kindless = try await explain("--from", "2026-01-01", "--length", "P3D")
    #expect(
      kindless.code == 2 && kindless.errors.hasPrefix("casusregie: --kind: Noem de soort termijn"),
      "\(kindless.errors)"
    )
    #expect(kindless.errors.contains("uren, kalender, werkdagen, atw, eu1182"), "\(kindless.errors)")
    let mixed = try await explain("--from", "2026-01-01", "--case", UUID().uuidString)
    #expect(mixed.code == 2 && mixed.errors.contains("--case"))
    let unit = try await explain("--from", "2026-01-01", "--length", "P2W", "--kind", "werkdagen")
    #expect(unit.code == 2 && unit.errors.contains("--length: Een termijn van de soort 'werkdagen'"))
  }
}

extension WholeService {
  /// Of a case, for someone with an access token.
  @Suite struct CaseDeadlineExplainTests {
    @Test func itExplainsWhatItsUserMaySee() async throws {
      try await Installation.with { installation in
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let tokens = try LocalTokens(installation.settings)
        let sender = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
        let alias = try await sender.give(Body.signal(to: sender.organisation), at: instance.url).id
        let token = try await tokens.make(
          subject: "proef",
          organisation: Partners.municipality,
          roles: ["gemeente"],
          minutes: 10
        )
        try await explains(alias, instance, token)
        #expect(try await instance.stop() == 0)
      }
    }

    private func explains(_ alias: String, _ instance: Instance, _ token: String) async throws {
      let base = ["deadline", "explain", "--service", instance.url, "--case"]
      let environment = ["CASUSREGIE_TOKEN": token]
      let text = try await Program.run(base + [alias], environment: environment)
      #expect(text.code == 0 && text.output.contains("Kalender: nl-2026-1"), "\(text.errors)")
      let json = try await Program.run(base + [alias, "--format", "json"], environment: environment)
      let lines = try json.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      let name = try #require(lines.first?["sleutel"] as? String)
      #expect(lines.allSatisfy { ($0["stappen"] as? [Any])?.isEmpty == false })
      let one = try await Program.run(base + [alias, "--deadline", name], environment: environment)
      #expect(one.output.hasPrefix(name + "  "))
      let unknown = try await Program.run(base + [UUID().uuidString], environment: environment)
      #expect(unknown.code == 1 && unknown.errors.contains("Deze casus bestaat niet"))
      let stranger = try await Program.run(base + [alias])
      #expect(stranger.code == 1 && stranger.errors.contains("niet aangemeld"))
    }
  }
}
