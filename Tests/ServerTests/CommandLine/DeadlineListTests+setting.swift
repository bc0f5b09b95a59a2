import CaseCore
import Development
import Foundation
import Server
import Testing

/// What an administrator gets to see who sets deadlines, on the installation of the other tests of deadlines.
extension WholeService.DeadlineListTests {
  private static let administration = "00000099000000000091"

  /// Two people with tokens, and nothing else: no settings of the service, no database, no keys.
  func setsDeadlines(_ installation: Installation, _ instance: Instance, _ tokens: LocalTokens) async throws {
    let organisation = Organisation(
      number: Self.administration,
      name: "Beheer",
      region: "voorbeeldregio",
      roles: ["hoofdbeheerder"]
    )
    _ = try await Administration(installation.settings).register(organisation)
    try await refusesUnknownRoles(installation)
    let anna = try await Self.settingsService("anna", instance, tokens)
    let bert = try await Self.settingsService("bert", instance, tokens)
    try await refusesWhatCannotBeMeant(anna)
    try await proposesSeveralThings(anna)
    try await approves(anna, bert)
    try await takesBack(anna, bert)
  }

  private static func settingsService(_ subject: String, _ instance: Instance, _ tokens: LocalTokens) async throws
    -> Run
  {
    let token = try await tokens.make(
      subject: subject,
      organisation: administration,
      roles: ["hoofdbeheerder"],
      minutes: 10
    )
    let folder = try TemporaryFolder()
    return { (words: String...) in
      let child = try await ChildProcess(
        ["deadline"] + words,
        environment: ["CASUSREGIE_TOKEN": token, "CASUSREGIE_SERVICE": instance.url],
        in: URL(filePath: folder.path)
      )
      let code = try await child.ended(limit: .seconds(60))
      return Program.Result(code: code, output: child.output, errors: child.errors)
    }
  }

  private func refusesUnknownRoles(_ installation: Installation) async throws {
    let partner = try await Program.run(
      "partner",
      "add",
      "--config",
      installation.settingsFile,
      "--oin",
      "00000099000000000092",
      "--name",
      "x",
      "--region",
      "x",
      "--role",
      "gemente"
    )
    #expect(partner.code == 1 && partner.errors.contains("did you mean «gemeente»?"), "\(partner.errors)")
  }

  typealias Run = @Sendable (String...) async throws -> Program.Result

  private func refusesWhatCannotBeMeant(_ run: Run) async throws {
    let both = try await run(
      "propose",
      "--workflow",
      "pga-radicalisering",
      "--deadline",
      "nazorg",
      "--clear",
      "--length",
      "P2M",
      "--reason",
      "x"
    )
    #expect(both.code == 2 && both.errors.contains("--clear"), "\(both.errors)")
    let near = try await run(
      "propose",
      "--workflow",
      "pga-radicalisering",
      "--deadline",
      "geen-ontwikeling",
      "--length",
      "P2M",
      "--reason",
      "x"
    )
    #expect(near.code == 1 && near.errors.contains("Bedoeld is misschien «casus/geen-ontwikkeling»"), "\(near.errors)")
    let form = try await run("propose", "--workflow", "PGA", "--deadline", "a/b", "--length", "P2M", "--reason", "x")
    #expect(form.code == 1 && form.errors.hasPrefix("casusregie: --workflow: Moet bestaan uit"), "\(form.errors)")
    let role = try await run("list", "--role", "gemente")
    #expect(role.code == 1 && role.errors.contains("Bedoeld is misschien «gemeente»"), "\(role.errors)")
    let plan = try await run("approve", "1", "--plan", "0")
    #expect(plan.code == 2 && plan.errors.contains("deadline plan 1"), "\(plan.errors)")
    let day = try await run("propose", "--unequate", "2029-05-11", "--reason", "x")
    #expect(day.code == 1 && day.errors.contains("niet bij koninklijk besluit"), "\(day.errors)")
    let off = try await run(
      "propose",
      "--workflow",
      "pga-radicalisering",
      "--deadline",
      "geen-ontwikkeling",
      "--no-enabled",
      "--reason",
      "x"
    )
    #expect(off.code == 1 && off.errors.split(separator: "\n").count < 8, "\(off.errors)")
    #expect(
      off.errors.contains("«casus/geen-ontwikkeling» kan niet uit: de werkstroom verwijst ernaar"),
      "\(off.errors)"
    )
    #expect(!off.errors.contains("bestaat niet"), "\(off.errors)")
  }

  private func proposesSeveralThings(_ run: Run) async throws {
    let all = try await run("settings", "--all")
    #expect(all.code == 0 && all.output.contains("  casus/geen-ontwikkeling  «"), "\(all.errors)")
    #expect(all.output.contains("    werkstroom: lengte 3 maanden; soort kalender"))
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"[{"wijziging":"instellen","werkstroom":"pga-radicalisering","termijn":{"onderdeel":"casus","#
        + #""sleutel":"geen-ontwikkeling"},"lengte":"P2M"}]"#,
      to: "changes.json"
    )
    let proposed = try await run(
      "propose",
      "--changes",
      file,
      "--calendar",
      "oost",
      "--close",
      "2029-05-11",
      "--source",
      "Besluit",
      "--reason",
      "x"
    )
    #expect(proposed.code == 0 && proposed.output.hasPrefix("voorstel 1\n"), "\(proposed.errors)")
    #expect(proposed.output.contains("lengte 2 maanden (nu: lengte 3 maanden)"), "\(proposed.output)")
    #expect(proposed.output.contains("sluitingsdag 2029-05-11 in kalender oost"))
    let undo = try await run("undo", "1", "--reason", "x")
    #expect(undo.code == 1 && undo.errors.contains("is niet goedgekeurd"), "\(undo.errors)")
  }

  private func approves(_ anna: Run, _ bert: Run) async throws {
    let shown = try await bert("plan", "1")
    #expect(shown.code == 0 && shown.output.hasPrefix("voorstel 1: open\n"), "\(shown.errors)")
    let digest = try #require(shown.output.split(whereSeparator: \.isWhitespace).last.map(String.init))
    let json = try await bert("plan", "1", "--format", "json")
    let last = try #require(json.output.split(separator: "\n").last)
    let plan = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect(plan["plan"] as? String == digest && (plan["casussen"] as? [Any])?.isEmpty == true)
    let own = try await anna("approve", "1", "--plan", digest)
    #expect(own.code == 1 && own.errors.contains("keurt haar niet zelf goed"), "\(own.errors)")
    let approved = try await bert("approve", "1", "--plan", digest)
    #expect(approved.code == 0 && approved.output.hasPrefix("voorstel 1: goedgekeurd "), "\(approved.errors)")
    #expect(approved.output.contains(" door bert: instelling 1\n"), "\(approved.output)")
    #expect(approved.output.hasSuffix("De dienst telt nu elke lopende zaak volgens instelling 1.\n"))
    let settings = try await anna("settings")
    #expect(settings.output.contains("  pga-radicalisering, casus/geen-ontwikkeling: lengte 2 maanden (instelling 1)"))
    #expect(settings.output.contains("  kalender oost: 2029-05-11 (Besluit)"), "\(settings.output)")
    let all = try await anna("settings", "--all")
    #expect(all.output.contains("    geldt overal: lengte 2 maanden; soort kalender"), "\(all.output)")
    try await keepsWhatIsNotNamed(anna)
  }

  private func keepsWhatIsNotNamed(_ anna: Run) async throws {
    let folder = try TemporaryFolder()
    let told = try await anna(
      "propose",
      "--changes",
      try folder.write(#"[{"wijziging":"jaar-bekend","jaar":2049}]"#, to: "changes.json"),
      "--workflow",
      "pga-radicalisering",
      "--deadline",
      "geen-ontwikkeling",
      "--notify",
      "gemeente",
      "--reason",
      "x"
    )
    #expect(told.code == 0, "\(told.errors)")
    #expect(told.output.contains("lengte 2 maanden; bij afloop aan gemeente (nu: lengte 2 maanden"), "\(told.output)")
    // What is in the file comes beside it.
    #expect(told.output.contains("gelijkgestelde dagen van 2049 volledig bekend"), "\(told.output)")
    let number = try #require(told.output.split(separator: "\n").first?.split(separator: " ").last.map(String.init))
    #expect(try await anna("withdraw", number).code == 0)
  }

  private func takesBack(_ anna: Run, _ bert: Run) async throws {
    let undo = try await anna("undo", "1", "--reason", "De proef is voorbij")
    #expect(undo.code == 0 && undo.output.contains("niet langer instellen: pga-radicalisering"), "\(undo.errors)")
    let number = try #require(undo.output.split(separator: "\n").first?.split(separator: " ").last.map(String.init))
    #expect(undo.output.hasSuffix("\nBekijk wat het doet: casusregie deadline plan \(number)\n"), "\(undo.output)")
    let others = try await bert("withdraw", number)
    #expect(others.code == 1 && others.errors.contains("Alleen wie een wijziging voorstelde"), "\(others.errors)")
    let rejected = try await bert("reject", number, "--reason", "Eerst overleg")
    #expect(rejected.code == 0 && rejected.output.contains("afgewezen "), "\(rejected.errors)")
    #expect(rejected.output.hasSuffix(" door bert: Eerst overleg\n"), "\(rejected.output)")
    let unknown = try await bert("plan", "99")
    #expect(unknown.code == 1 && unknown.errors == "casusregie: Voorstel 99 bestaat niet.\n", "\(unknown.errors)")
  }
}
