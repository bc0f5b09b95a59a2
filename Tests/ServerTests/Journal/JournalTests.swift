import Development
import Foundation
import LocalServices
import Server
import StoreBase
import TestServices
import Testing

extension WholeService {
  /// `journal verify` against somebody who may do everything in the database, and a start where none should be.
  @Suite struct JournalTests {
    /// What was done to a case, and what is said of it.
    private struct Tampering {
      let sql: String
      let said: String
    }

    /// Each on a case of five entries.
    private static let tamperings = [
      Tampering(
        sql: "update journal set ground = 'avg-14' where case_id = '$' and revision = 2",
        said: "entry 2: entry was changed"
      ),
      Tampering(
        sql: "update journal set content = content || '\\x00' where case_id = '$' and revision = 5",
        said: "entry 5: entry was changed"
      ),
      Tampering(
        sql: "delete from journal where case_id = '$' and revision = 3",
        said: "entry 3: entry is missing"
      ),
      Tampering(
        sql: """
          update journal set revision = revision + 100 where case_id = '$' and revision in (3, 4);
          update journal set revision = 107 - revision where case_id = '$' and revision > 100
          """,
        said: "entry 3: entry was changed"
      ),
      Tampering(
        sql: "delete from journal where case_id = '$' and revision = 5",
        said: "entry 5: entries are missing at the end"
      ),
      Tampering(
        sql: """
          delete from journal where case_id = '$' and revision = 5;
          update case_file set revision = 4, head = (select hash from journal where case_id = '$' and revision = 4)
          where id = '$'
          """,
        said: "entry 4: the seal on the head is not ours"
      ),
    ]

    @Test func verifyFindsWhatASuperuserDid() async throws {
      try await Installation.with { installation in
        let nothing = try await verify(installation)
        #expect(nothing.code == 1)
        #expect(nothing.errors == "casusregie: there was nothing to check\n")
        try await fill(installation, cases: Self.tamperings.count + 1)
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/casusregie.prom"
        let begun = Date().timeIntervalSince1970.rounded(.down)
        let sound = try await verify(installation, "--metrics-file", file)
        #expect(sound.code == 0)
        #expect(try figure("verification_faults", in: file) == 0)
        #expect(try figure("verified_timestamp_seconds", in: file) >= begun)
        #expect(try MetricsPage().faults(in: String(contentsOfFile: file, encoding: .utf8)) == [])
        let count = Self.tamperings.count + 1
        // The directory is that of the installation, with its workflows.
        let said = sound.output.split(separator: "\n")
        #expect(said.count == 2 && said.first == "checked \(5 * count) entries of \(count) cases")
        #expect(said.last?.hasSuffix(" entries of the directory") == true)
        try await expectReview(installation, cases: count)
        let other = try folder.write(Keyring.newText(keyName: "other"), to: "keyring")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: other)
        let byAnother = try await Program.run(
          ["journal", "verify", "--config", installation.settingsFile],
          environment: ["CASUSREGIE_KEYRING_FILE": other]
        )
        #expect(
          byAnother.code == 1 && byAnother.output.contains("notice: is this the keyring of"),
          "\(byAnother.output)"
        )
        #expect(!sound.output.contains("notice: is this"))
        let ids = try await installation.rows("select id from case_file order by opened_at")
        for (id, tampering) in zip(ids, Self.tamperings) {
          _ = try await installation.rows(tampering.sql.replacing("$", with: id))
          let result = try await verify(installation)
          #expect(result.code == 1)
          #expect(result.output.lowercased().contains("case \(id), \(tampering.said)"), "\(result.output)")
          #expect(result.output.contains(" entries of \(ids.count) cases\n"))
        }
        #expect(try await verify(installation, "--metrics-file", file).code == 1)
        #expect(try figure("verification_faults", in: file) > 0)
        #expect(try figure("verification_entries", in: file) > 0)
        let nowhere = try await verify(installation, "--metrics-file", "\(folder.path)/none/casusregie.prom")
        #expect(nowhere.code == 1 && nowhere.errors.contains("casusregie.prom cannot be written"))
        let last = try #require(ids.last)
        #expect(
          try await !verify(installation).output.lowercased().contains(last),
          "the sound case is found fault with"
        )
      }
    }

    /// What the periodic review of rights lists of the same cases.
    private func expectReview(_ installation: Installation, cases: Int) async throws {
      func list(_ words: String...) async throws -> Program.Result {
        try await Program.run(["rights", "list"] + words + ["--config", installation.settingsFile])
      }
      let acts = try await list("--person", "proef")
      let place = "\(Partners.municipality)  gemeente  pga-radicalisering  "
      #expect(acts.code == 0, "\(acts.errors)")
      #expect(acts.output.contains("\(place)signaal-aanvullen  \(4 * cases) times, the last at "), "\(acts.output)")
      #expect(acts.output.contains("\(place)signaal-registreren  \(cases) times, the last at "), "\(acts.output)")
      #expect(acts.output.contains("looked at \(5 * cases) commands of 92 days"), "\(acts.output)")
      let nobody = try await list("--person", "iemand-anders", "--format", "json")
      #expect(nobody.output == #"{"days":92,"entries":\#(5 * cases),"unreadable":0}"# + "\n", "\(nobody.errors)")
      let organisation = try await list("--organisation", Partners.municipality, "--format", "json")
      let count = #"{"role":"gemeente","running":\#(cases),"workflow":"pga-radicalisering"}"#
      #expect(organisation.code == 0 && organisation.output.contains(count), "\(organisation.output)")
      let role = try await list("--role", "gemeente", "--workflow", "pga-radicalisering")
      #expect(role.output.contains("  begins a case: Signaal registreren (signaal-registreren)"), "\(role.output)")
      let unknown = try await list("--role", "burgemeester")
      #expect(unknown.errors == "casusregie: no workflow that is published has the role «burgemeester»\n")
      #expect(
        try await list("--organisation", "00000099000000000999").errors.contains("no organisation has the number")
      )
    }

    /// A production service would let somebody move its time.
    @Test func productionRefusesADatabaseForLocalUse() async throws {
      try await Installation.with { installation in
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: installation.settingsFile, encoding: .utf8)
        var settings = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        settings["identity"] = ["issuer": "https://voorbeeld.nl/uitgever", "audience": "casusregie"]
        let json = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        let file = try folder.write(json, to: "settings.json")
        let result = try await Program.run("serve", "--config", file)
        #expect(result.code == 1)
        let said = result.errors.split(separator: "\n").filter { $0.hasPrefix("casusregie: ") }
        #expect(said.count == 1)
        #expect(said.first?.contains("clock") == true, "\(result.errors)")
        #expect(result.errors.split(separator: "\n").last == said.first)
      }
    }

    private func verify(_ installation: Installation, _ more: String...) async throws -> Program.Result {
      try await Program.run(["journal", "verify", "--config", installation.settingsFile] + more)
    }

    private func figure(_ name: String, in file: String) throws -> Double {
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      let line = try #require(lines.first { $0.hasPrefix("casusregie_journal_\(name) ") })
      return try #require(line.split(separator: " ").last.flatMap { Double($0) })
    }

    /// Cases of five entries each.
    private func fill(_ installation: Installation, cases: Int) async throws {
      _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
      let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
      try await instance.waitUntilReady()
      let sender = try await Sender(
        Partners.municipality,
        role: "gemeente",
        tokens: LocalTokens(installation.settings)
      )
      for _ in 0..<cases {
        let id = try await sender.give(Body.signal(to: sender.organisation), at: instance.url).id
        for _ in 0..<4 { _ = try await sender.give(Body.addition, to: id, at: instance.url) }
      }
      #expect(try await instance.stop() == 0)
    }
  }
}
