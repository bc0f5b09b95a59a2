import CaseCore
import Foundation
import Server
import Testing

/// What an administrator gets to see who sets deadlines, on the installation of the other tests of deadlines.
extension WholeService.DeadlineListTests {
  private static let administration = "00000099000000000091"

  func setsDeadlines(_ installation: Installation, _ tokens: LocalTokens) async throws {
    let organisation = Organisation(
      number: Self.administration,
      name: "Beheer",
      region: "voorbeeldregio",
      roles: ["hoofdbeheerder"]
    )
    _ = try await Administration(installation.settings).register(organisation)
    let anna = try await tokens.make(
      subject: "anna",
      organisation: Self.administration,
      roles: ["hoofdbeheerder"],
      minutes: 10
    )
    func run(_ words: String...) async throws -> Program.Result {
      try await Program.run(
        ["deadline"] + words + ["--config", installation.settingsFile],
        environment: ["CASUSREGIE_TOKEN": anna]
      )
    }
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
    #expect(partner.code == 1 && partner.errors.contains("Bedoeld is misschien «gemeente»"), "\(partner.errors)")
    try await refusesWhatCannotBeMeant(run)
    try await proposesSeveralThings(run)
  }

  private typealias Run = (String...) async throws -> Program.Result

  private func refusesWhatCannotBeMeant(_ run: Run) async throws {
    let pga = "pga-radicalisering"
    let both = try await run(
      "propose",
      "--workflow",
      pga,
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
      pga,
      "--deadline",
      "geen-ontwikeling",
      "--length",
      "P2M",
      "--reason",
      "x"
    )
    #expect(near.code == 1 && near.errors.contains("Bedoeld is misschien «casus/geen-ontwikkeling»"), "\(near.errors)")
    let role = try await run("list", "--role", "gemente")
    #expect(role.code == 1 && role.errors.contains("Bedoeld is misschien «gemeente»"), "\(role.errors)")
    let plan = try await run("approve", "1", "--plan", "0")
    #expect(plan.code == 2 && plan.errors.contains("deadline plan 1"), "\(plan.errors)")
    let day = try await run("propose", "--unequate", "2029-05-11", "--reason", "x")
    #expect(day.code == 1 && day.errors.contains("niet bij koninklijk besluit"), "\(day.errors)")
    let off = try await run(
      "propose",
      "--workflow",
      pga,
      "--deadline",
      "geen-ontwikkeling",
      "--no-enabled",
      "--reason",
      "x"
    )
    #expect(off.code == 1 && off.errors.split(separator: "\n").count < 8, "\(off.errors)")
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
}
