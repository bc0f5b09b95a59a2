import CaseCore
import Development
import Foundation
import Logging
import PartnerAdministration
import Postgres
import StoreBase
import TestServices
import Testing
import WorkflowFiles

@testable import Server

extension WholeService {
  /// What an administrator does with the versions of a workflow, word for word as `docs/operations/workflow-versions.md`
  /// has it.
  @Suite struct WorkflowVersionTests {
    /// The workflow under which cases begin, and two versions of it with twice the time for a signal.
    private static let former = Result { try WorkflowFolder.load(Partners.workflow) }
    private static let (next, later) = ("98.0.0", "99.0.0")

    private static var key: String { get throws { try former.get().workflow.key } }
    private static var version: String { get throws { try former.get().workflow.version } }

    private static func text(version: String) throws -> String {
      try former.get().numbered(version, withTwiceTheTerm: true)
    }

    private func run(_ command: String, _ installation: Installation, _ more: String...) async throws -> Program.Result
    {
      try await Program.run(["workflow", command, "--config", installation.settingsFile] + more)
    }

    private func move(_ command: String, _ installation: Installation, _ more: String...) async throws -> Program.Result
    {
      let order = [try Self.key, "--from", try Self.version, "--to", Self.next]
      return try await Program.run(["workflow", command, "--config", installation.settingsFile] + order + more)
    }

    @Test func casesMoveByAPlanThatSomebodyLookedAt() async throws {
      try await Installation.with { installation in
        let folder = try TemporaryFolder()
        let (aliases, sender) = try await begin(installation)
        try await publish(folder, installation)
        let plan = try await plan(aliases, installation)
        let alone = try await move("upgrade", installation, "--plan", plan)
        #expect(alone.code == 1 && alone.errors.contains("approval-missing"), "\(alone.errors)")
        try await withAdministrators(installation) { administrators in
          let order = [try Self.key, "--from", try Self.version, "--to", Self.next]
          let command = "workflow upgrade \(order.joined(separator: " "))"
          try await administrators.approve(["propose-upgrade"] + order, carriedOutBy: command)
        }

        // By its former name.
        let refused = try await move("migrate", installation, "--plan", String(repeating: "0", count: 64))
        #expect(refused.code == 1)
        #expect(refused.errors.contains("something changed since the plan was made, so nothing was done"))
        #expect(try await installation.rows("select distinct version from case_file") == [Self.version])

        let done = try await move("upgrade", installation, "--plan", plan)
        #expect(done.code == 0, "\(done.errors)")
        #expect(done.output == "2 moved, 0 stay as planned, 0 changed meanwhile\n")
        let list = try await run("list", installation).output
        #expect(try list.contains("\(Self.key) \(Self.next)  2 running, 2 in all  sha256:"))
        #expect(try await Program.run("journal", "verify", "--config", installation.settingsFile).code == 0)

        // A service that never read the new version goes on with the cases under it.
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        #expect(try await sender.give(Body.addition, to: aliases[0], at: instance.url).revisie == 3)
        let journal = try await sender.read("/v1/casussen/\(aliases[0])/journaal", at: instance.url)
        #expect(journal.contains(#""soort":"migratie""#))
        #expect(try journal.contains("Van versie \(Self.version) naar versie \(Self.next)"))
        #expect(journal.contains(plan) && journal.contains("Beheer van de werkstroom"))
        #expect(try await instance.stop() == 0)
        try await moveToShipped(installation)
        try await instance.restart()
        try await instance.waitUntilReady()
        #expect(try await sender.give(Body.addition, to: aliases[0], at: instance.url).revisie == 5)
        #expect(try await instance.stop() == 0)
      }
    }

    /// On to the version that is shipped, whichever that is, on an installation for trying out: there one person may.
    private func moveToShipped(_ installation: Installation) async throws {
      let shipped = try WorkflowFolder.load(ShippedWorkflows.casework)
      let order = [shipped.workflow.key, "--from", Self.next, "--to", shipped.workflow.version]
      func run(_ words: [String]) async throws -> Program.Result {
        let settings = ["--config", installation.settingsFile]
        let result = try await Program.run(["workflow"] + words + settings, program: Program.development)
        #expect(result.code == 0, "\(result.errors)")
        return result
      }
      // It may name another.
      for folder in ShippedWorkflows.folders { _ = try await run(["publish", folder]) }
      let plan = try await run(["plan"] + order).output
      #expect(plan.contains("\n2 move, 0 stay; "), "\(plan)")
      let digest = try #require(plan.split(whereSeparator: \.isWhitespace).last)
      let done = try await run(["upgrade"] + order + ["--plan", String(digest)]).output
      #expect(done == "2 moved, 0 stay as planned, 0 changed meanwhile\n")
      #expect(try await Program.run("journal", "verify", "--config", installation.settingsFile).code == 0)
    }

    /// As a package or an image brings it; the approval comes later (decision 0068).
    @Test("a start withholds a version that nobody approved, and cases begin under the published one until it is")
    func withheld() async throws {
      try await Installation.with { installation in
        let folder = try TemporaryFolder()
        _ = try await begin(installation)
        let next = try folder.write(try Self.text(version: Self.next), to: "workflow.yaml")
        let changed = try folder.write(try Self.text(version: Self.later), to: "next.yaml")
        let unknown = try folder.write(
          try Self.text(version: "1.0.0").replacing("\nworkflow: \(Self.key)\n", with: "\nworkflow: other\n"),
          to: "other.yaml"
        )
        #expect(try await begun([next, unknown], installation) == [Self.version, nil])
        let unpublished = try
          "select 1 from workflow_version where workflow = '\(Self.key)' and version = '\(Self.next)'"
        #expect(try await installation.rows(unpublished).isEmpty)
        try await withAdministrators(installation) { administrators in
          try await administrators.approve(["propose", next], carriedOutBy: "workflow publish")
        }
        #expect(try await begun([next, unknown], installation) == [Self.next, nil])
        #expect(try await begun([changed, unknown], installation) == [Self.next, nil])
      }
    }

    /// - Returns: for each file the version under which cases of its workflow begin, after a start that is for real use.
    private func begun(_ files: [String], _ installation: Installation) async throws -> [String?] {
      let workflows = try files.map { try WorkflowFile(String(contentsOfFile: $0, encoding: .utf8), name: $0) }
      let keyring = try installation.settings.keyring()
      let pool = PostgresPool(try installation.settings.postgres(), logger: Logger(label: "test"))
      let library = WorkflowLibrary(current: workflows.map(\.workflow))
      let folder = FolderPublication(
        pool: pool,
        workflows: workflows,
        keyring: keyring,
        rights: RightsLedger(pool, keyring: keyring),
        organisation: installation.settings.service.oin,
        isLocal: false,
        logger: Logger(label: "test")
      )
      library.open(instead: try await folder.publish())
      await pool.close()
      return try workflows.map { try library.current($0.workflow.key)?.version }
    }

    /// Two cases under the first version.
    private func begin(_ installation: Installation) async throws -> (aliases: [String], sender: Sender) {
      _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
      let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
      try await instance.waitUntilReady()
      let tokens = try LocalTokens(installation.settings)
      let sender = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
      var aliases: [String] = []
      for _ in 0..<2 {
        aliases.append(try await sender.give(Body.signal(to: sender.organisation), at: instance.url).id)
      }
      #expect(try await instance.stop() == 0)
      return (aliases, sender)
    }

    private func publish(_ folder: TemporaryFolder, _ installation: Installation) async throws {
      let changed = try folder.write(try Self.text(version: Self.version), to: "changed.yaml")
      let refused = try await run("publish", installation, changed)
      #expect(refused.code == 1)
      let workflow = "workflow \(try Self.key) \(try Self.version)"
      #expect(
        refused.errors
          == "casusregie: \(workflow) is published with another text: a changed workflow needs a new version\n"
      )
      let next = try folder.write(try Self.text(version: Self.next), to: "workflow.yaml")
      let alone = try await run("publish", installation, next)
      #expect(alone.code == 1 && alone.errors.contains("approval-missing"), "\(alone.errors)")
      try await withAdministrators(installation) { administrators in
        try await administrators.approve(["propose", next], carriedOutBy: "workflow publish")
      }
      for word in ["published", "already published"] {
        let result = try await run("publish", installation, next)
        #expect(result.code == 0, "\(result.errors)")
        #expect(try result.output.hasPrefix("\(Self.key) \(Self.next) sha256:"))
        #expect(result.output.hasSuffix("\n\(word)\n"))
      }
      let list = try await run("list", installation).output
      #expect(try list.contains("\(Self.key) \(Self.version)  2 running, 2 in all"))
      #expect(try list.contains("\(Self.key) \(Self.next)  0 running, 0 in all"))
    }

    /// Two people with tokens, at a service that runs.
    private struct Administrators {
      let url: String
      let anna: String
      let bert: String

      private func ask(_ token: String, _ words: [String]) async throws -> Program.Result {
        try await Program.run(words, environment: ["CASUSREGIE_TOKEN": token, "CASUSREGIE_SERVICE": url])
      }

      /// Proposed by Anna and approved by Bert.
      func approve(_ words: [String], carriedOutBy command: String) async throws {
        let proposed = try await ask(anna, ["workflow"] + words + ["--reason", "Wetswijziging"])
        #expect(proposed.code == 0, "\(proposed.errors)")
        let number = try #require(proposed.output.firstMatch(of: /proposal ([0-9]+): open/)?.1).description
        let plan = try await ask(bert, ["partner", "plan", number])
        let digest = try #require(plan.output.firstMatch(of: /\nplan ([0-9a-f]{64})/)?.1, "\(plan.errors)").description
        #expect(plan.output.contains("  2 cases\n"), "\(plan.output)")
        let own = try await ask(anna, ["partner", "approve", number, "--plan", digest])
        #expect(own.code == 1 && own.errors.contains("keurt haar niet zelf goed"), "\(own.errors)")
        let approved = try await ask(bert, ["partner", "approve", number, "--plan", digest])
        #expect(approved.code == 0 && approved.output.contains("casusregie \(command)"), "\(approved.errors)")
      }
    }

    private func withAdministrators(
      _ installation: Installation,
      _ body: (Administrators) async throws -> Void
    ) async throws {
      let office = "00000099000000000730"
      _ = try await Administration(installation.settings).register(
        Organisation(number: office, name: "Beheer", region: "oost", roles: ["hoofdbeheerder"])
      )
      let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
      try await instance.waitUntilReady()
      let tokens = try LocalTokens(installation.settings)
      func token(_ subject: String) async throws -> String {
        try await tokens.make(subject: subject, organisation: office, roles: ["hoofdbeheerder"], minutes: 30)
      }
      try await body(Administrators(url: instance.url, anna: try await token("anna"), bert: try await token("bert")))
      #expect(try await instance.stop() == 0)
    }

    /// - Returns: the plan's digest.
    private func plan(_ aliases: [String], _ installation: Installation) async throws -> String {
      let result = try await move("plan", installation)
      #expect(result.code == 0, "\(result.errors)")
      for id in try await installation.rows("select id from case_file") {
        #expect(result.output.contains("\(id)  "))
      }
      for alias in aliases { #expect(!result.output.contains(alias)) }
      #expect(!result.output.contains("Proef"))
      #expect(result.output.contains("\n2 move, 0 stay; 0 deadlines expire at once\n"))
      let last = try #require(result.output.split(separator: "\n").last)
      let digest = String(last.dropFirst("plan ".count))
      #expect(digest.count == 64)

      let json = try await move("plan", installation, "--format", "json").output.split(separator: "\n")
      let objects = try json.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      #expect(objects.count == 3)
      #expect(objects.last??["plan"] as? String == digest)
      let deadlines = objects.first??["deadlines"] as? [[String: Any]]
      #expect(deadlines?.map { $0["effect"] as? String } == ["changed"])
      return digest
    }
  }
}
