import CaseCore
import Development
import Foundation
import JOSE
import LocalServices
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// Four eyes with the program that serves, from the first organisation on: two people with tokens, and who runs the service.
  @Suite struct PartnerRightsTests {
    /// Users belong to the whole broker: these are of nobody else.
    private static let (office, number) = ("00000099000000000720", "00000099000000000721")

    private struct Setting {
      let installation: Installation
      let url: String
      let anna: String
      let bert: String

      /// As who runs the service.
      func operate(_ words: String...) async throws -> Program.Result { try await operate(words) }

      func operate(_ words: [String]) async throws -> Program.Result {
        try await Program.run(["partner"] + words + ["--config", installation.settingsFile])
      }

      /// As an administrator, who has a token and an address.
      func ask(_ token: String, _ words: String...) async throws -> Program.Result {
        let environment = ["CASUSREGIE_TOKEN": token, "CASUSREGIE_SERVICE": url]
        return try await Program.run(["partner"] + words, environment: environment)
      }

      /// Proposed by Anna and approved by Bert.
      func approved(_ words: String...) async throws -> String { try await approved(words) }

      func approved(_ words: [String]) async throws -> String {
        let environment = ["CASUSREGIE_TOKEN": anna, "CASUSREGIE_SERVICE": url]
        let proposed = try await Program.run(
          ["partner", "propose"] + words + ["--reason", "Convenant"],
          environment: environment
        )
        #expect(proposed.code == 0, "\(proposed.errors)")
        let number = try #require(proposed.output.firstMatch(of: /proposal ([0-9]+): open/)?.1).description
        let plan = try await ask(bert, "plan", number)
        let digest = try #require(plan.output.firstMatch(of: /plan ([0-9a-f]{64})/)?.1, "\(plan.errors)").description
        let own = try await ask(anna, "approve", number, "--plan", digest)
        #expect(own.code == 1 && own.errors.contains("keurt haar niet zelf goed"), "\(own.errors)")
        let approved = try await ask(bert, "approve", number, "--plan", digest)
        #expect(approved.code == 0 && approved.output.contains("--proposal \(number)"), "\(approved.errors)")
        return number
      }
    }

    private static func with(_ body: (Setting) async throws -> Void) async throws {
      try await Installation.with { installation in
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let tokens = try LocalTokens(installation.settings)
        func token(_ subject: String) async throws -> String {
          try await tokens.make(subject: subject, organisation: office, roles: ["hoofdbeheerder"], minutes: 30)
        }
        let setting = Setting(
          installation: installation,
          url: instance.url,
          anna: try await token("anna"),
          bert: try await token("bert")
        )
        try await body(setting)
        _ = try await instance.stop()
      }
    }

    /// The words of an entry in the region `oost`.
    private static func entry(_ number: String, _ name: String, as role: String) -> [String] {
      ["add", "--oin", number, "--name", name, "--region", "oost", "--role", role]
    }

    @Test("one person enters nobody but the first administrators; two enter, change, let in and remove")
    func fourEyes() async throws {
      try await Self.with { setting in
        let refused = try await setting.operate(Self.entry(Self.number, "Gemeente", as: "gemeente"))
        #expect(refused.code == 1 && refused.errors.contains("partner propose add"), "\(refused.errors)")
        #expect(
          try await setting.installation.services.broker.manage("GET", "/api/queues/\(setting.installation.name)")
            == "[]"
        )
        let entered = try await setting.operate(Self.entry(Self.office, "Beheer", as: "hoofdbeheerder"))
        #expect(entered.code == 0 && entered.output.contains("password "), "\(entered.errors)")

        let number = try await setting.approved(Self.entry(Self.number, "Gemeente", as: "gemeente"))
        let second = try await setting.operate(Self.entry("00000099000000000722", "Beheer", as: "hoofdbeheerder"))
        #expect(second.code == 1, "\(second.output)")
        #expect(try await setting.operate("keys", "--proposal", number).errors.contains("iets anders"))
        let added = try await setting.operate("add", "--proposal", number, "--format", "json")
        #expect(added.code == 0, "\(added.errors)")
        let access = try JSONReader.read(Array(added.output.utf8))
        #expect(access["organisation"]?.string == Self.number && access["password"]?.string != nil)
        let again = try await setting.operate("add", "--proposal", number)
        #expect(again.code == 1 && again.errors.contains("al uitgevoerd"), "\(again.errors)")
        #expect(try await setting.operate("check").code == 0)
        // The same again gives nothing; another password comes with it.
        let same = try await setting.operate(Self.entry(Self.number, "Gemeente", as: "gemeente") + ["--new-password"])
        #expect(same.code == 0 && same.output.contains("password "), "\(same.errors)")
        try await changes(setting)
        try await meetsCondition(setting)
        try await mandates(setting)
        try await letsInAgain(setting)
        try await removes(setting)
        let verified = try await Program.run("journal", "verify", "--config", setting.installation.settingsFile)
        #expect(!verified.output.contains("administration") && !verified.output.contains("directory, entry"))
      }
    }

    private func changes(_ setting: Setting) async throws {
      let wider = try await setting.operate("change", "--oin", Self.number, "--role", "gemeente", "--role", "politie")
      #expect(wider.code == 1 && wider.errors.contains("partner propose change"), "\(wider.errors)")
      let number = try await setting.approved("change", "--oin", Self.number, "--role", "gemeente", "--role", "politie")
      let changed = try await setting.operate("change", "--proposal", number)
      #expect(changed.output == "\(Self.number)  oost  gemeente,politie  Gemeente\n", "\(changed.errors)")
      // What takes something away is one person's, and on record.
      let narrower = try await setting.operate("change", "--oin", Self.number, "--role", "gemeente")
      #expect(narrower.code == 0, "\(narrower.errors)")
      let last = try await setting.operate("change", "--oin", Self.office, "--role", "gemeente")
      #expect(last.code == 1 && last.errors.contains("the last organisation"), "\(last.errors)")
    }

    /// It must fail when it is entered without an approval, or when the journal of the directory has nothing of it.
    private func meetsCondition(_ setting: Setting) async throws {
      let words = ["condition", "--oin", Self.number, "--condition", "convenant", "--until"]
      let number = try await setting.approved(words + ["2020-12-31"])
      #expect(try await setting.operate("change", "--proposal", number).errors.contains("iets anders"))
      let entered = try await setting.operate("condition", "--proposal", number)
      #expect(entered.output == "\(Self.number) meets convenant until 2020-12-31\n", "\(entered.errors)")
      #expect(try await setting.operate("list").output.contains("    convenant until 2020-12-31 !\n"))
      let longer = try await setting.approved(words + ["9999-12-31"])
      #expect(try await setting.operate("condition", "--proposal", longer).code == 0)
      #expect(try await setting.operate("list").output.contains("    convenant until 9999-12-31\n"))
      let same = try await setting.ask(
        setting.anna,
        "propose",
        "condition",
        "--oin",
        Self.number,
        "--condition",
        "convenant",
        "--until",
        "9999-12-31",
        "--reason",
        "Weer"
      )
      #expect(same.code == 1 && same.errors.contains("wijzigt niets"), "\(same.errors)")
      let update = "update organisation_condition set valid_until = '2030-01-01'"
      _ = try await setting.installation.rows("\(update) returning condition")
      let verified = try await Program.run("journal", "verify", "--config", setting.installation.settingsFile)
      #expect(verified.output.contains("condition \(Self.number) convenant: differs"), "\(verified.output)")
      _ = try await setting.installation.rows(
        "update organisation_condition set valid_until = '9999-12-31' returning condition"
      )
    }

    /// It must fail when it is entered without an approval, when a second one can say who acts, or when one that was ended goes on.
    private func mandates(_ setting: Setting) async throws {
      let words = [
        "mandate", "--oin", Self.number, "--agent", Self.office, "--workflow", "pga-radicalisering", "--role",
        "gemeente",
        "--from", "2020-01-01", "--until", "9999-12-31",
      ]
      let number = try await setting.approved(words)
      let second = try await setting.approved(words)
      let line = "mandate \(number): \(Self.office) acts for \(Self.number) as gemeente in pga-radicalisering"
      let entered = try await setting.operate("mandate", "--proposal", number)
      #expect(entered.output == "\(line) from 2020-01-01 until 9999-12-31\n", "\(entered.errors)")
      let beside = try await setting.operate("mandate", "--proposal", second)
      #expect(beside.code == 1, "\(beside.output)")
      #expect(try await setting.operate("list").output.contains("    \(line)"))
      let reviewed = try await Program.run(
        ["rights", "list", "--organisation", Self.office, "--config", setting.installation.settingsFile]
      )
      #expect(reviewed.output.contains("  \(line)"), "\(reviewed.output)\(reviewed.errors)")
      let third = try await Program.run(
        ["partner", "propose"] + words + ["--reason", "Nog een"],
        environment: ["CASUSREGIE_TOKEN": setting.anna, "CASUSREGIE_SERVICE": setting.url]
      )
      #expect(third.code == 1 && third.errors.contains("Mandaat \(number)"), "\(third.errors)")
      let ended = try await setting.operate("mandate", "--end", number, "--by", "J. Jansen", "--reason", "Opgezegd")
      #expect(ended.code == 0 && ended.output.contains("ended, entry "), "\(ended.errors)")
      #expect(try await setting.operate("mandate", "--end", number).code == 1)
      #expect(try await setting.operate("list").output.contains("mandate ") == false)
      #expect(try await setting.ask(setting.anna, "proposals").output.contains("end the mandate of"))
    }

    private func letsInAgain(_ setting: Setting) async throws {
      let out = try await setting.operate("suspend", "--oin", Self.number, "--by", "J. Jansen", "--reason", "gelekt")
      #expect(out.code == 0, "\(out.errors)")
      let alone = try await setting.operate("resume", "--oin", Self.number)
      #expect(alone.code == 1 && alone.errors.contains("partner propose resume"), "\(alone.errors)")
      let repaired = try await setting.operate("check", "--repair")
      #expect(repaired.code == 0, "\(repaired.output)")
      let entry = try #require(out.output.firstMatch(of: /entry ([0-9]+) is for another/)?.1, "\(out.output)")
        .description
      #expect(try await setting.operate("list").output.contains("(suspended; entry \(entry), not confirmed)"))
      #expect(
        try await setting.ask(setting.anna, "proposals").output.contains("done at once, not confirmed by a second")
      )
      let plan = try await setting.ask(setting.bert, "plan", entry)
      let digest = try #require(plan.output.firstMatch(of: /plan ([0-9a-f]{64})/)?.1, "\(plan.errors)").description
      let confirmed = try await setting.ask(setting.bert, "approve", entry, "--plan", digest)
      #expect(confirmed.code == 0 && !confirmed.output.contains("carry it out"), "\(confirmed.errors)")
      #expect(try await setting.operate("list").output.contains("(suspended; entry \(entry), confirmed)"))
      let number = try await setting.approved("resume", "--oin", Self.number)
      let resumed = try await setting.operate("resume", "--proposal", number)
      #expect(resumed.code == 0, "\(resumed.errors)")
      #expect(try await setting.operate("check").code == 0)
      let list = try await setting.ask(setting.anna, "proposals")
      for words in [
        "done at once, confirmed by bert", "shut out  \(Self.number)", "by J. Jansen, ", "carried out by bert",
      ] {
        #expect(list.output.contains(words), "\(list.output)")
      }
    }

    private func removes(_ setting: Setting) async throws {
      let alone = try await setting.operate(
        "remove",
        "--oin",
        Self.number,
        "--by",
        "J. Jansen",
        "--reason",
        "klaar",
        "--despite-messages"
      )
      #expect(alone.code == 1 && alone.errors.contains("partner propose remove"), "\(alone.errors)")
      let number = try await setting.approved("remove", "--oin", Self.number, "--despite-messages")
      let removed = try await setting.operate("remove", "--proposal", number)
      #expect(removed.output == "\(Self.number) is removed\n", "\(removed.errors)")
      #expect(try await setting.operate("list", "--removed").output.hasSuffix("Gemeente  anna  Convenant\n"))
    }
  }
}
