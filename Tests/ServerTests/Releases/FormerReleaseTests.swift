import CaseCore
import Crypto
import Foundation
import Server
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// What a release stored, those after it read, upgrade, go on with, replay and verify.
  @Suite struct FormerReleaseTests {
    /// Makes the folder of a release; run once, before anything that it stores changes:
    /// `CASUSREGIE_KEEP_RELEASE=0.1.0 scripts/test --filter FormerReleaseTests`.
    private static let wanted = ProcessInfo.processInfo.environment["CASUSREGIE_KEEP_RELEASE"]

    @Test(.enabled(if: wanted != nil)) func make() async throws {
      let release = KeptRelease(release: try #require(Self.wanted))
      try await Installation.with(.own, workflows: ShippedWorkflows.root) {
        try await ReleaseMaker(installation: $0).make(release)
      }
    }

    @Test func thereIsOne() { #expect(!KeptRelease.all.isEmpty) }

    @Test(.disabled(if: wanted != nil), arguments: KeptRelease.all)
    func isOpenedVerifiedAndGoesOn(_ release: KeptRelease) async throws {
      try await Installation.with(workflows: ShippedWorkflows.root) { installation in
        try await release.restore(to: installation)
        let cases = try await installation.rows("select count(*) from case_file")
        #expect(Int(cases.first ?? "") ?? 0 >= 100)
        try await expectTextsAreKept(installation)
        // Every journal is replayed to its case, and every seal is right.
        try await expectVerified(installation)
        try await KeptRelease.setClock(installation)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let kept = try Contents(Data(contentsOf: release.contents))
        let differences = kept.differences(from: try await Contents(of: instance, installation))
        #expect(differences.isEmpty, "\(differences.prefix(20))")
        try await upgradeAll(installation)
        try await letAllFire(installation)
        // Since when each case was in its phase was read in its journal meanwhile.
        #expect(try await installation.rows("select case_id from undated_case") == [])
        #expect(try await instance.stop() == 0)
        try await expectVerified(installation)
      }
    }

    /// What tests take for the text of a version that a release had is what it published, byte for byte.
    private func expectTextsAreKept(_ installation: Installation) async throws {
      let published = try await installation.rows(
        """
        select workflow || '-' || version, encode(digest, 'hex') from workflow_version
        where version <> '\(ReleaseMaker.early)' order by 1
        """
      )
      #expect(published.count > 1)
      for row in published {
        let columns = row.split(separator: "|").map(String.init)
        let text = try Data(contentsOf: ShippedWorkflows.former.appending(path: "\(columns[0]).yaml"))
        let digest = SHA256.hash(data: text).map { String(format: "%02x", $0) }.joined()
        #expect(digest == columns[1], "\(columns[0])")
      }
    }

    private func expectVerified(_ installation: Installation) async throws {
      let report = try await Program.run("journal", "verify", "--config", installation.settingsFile)
      #expect(report.code == 0, "\(report.output)\(report.errors)")
    }

    /// Why some cases stay where they are, in the words of the plan, by the version that they would move to; to all others every case moves.
    private static let staying: [String: Set<String>] = [:]

    private static func reasons(in plan: String) -> Set<String> {
      let lines = plan.split(separator: "\n").drop { $0 != "stays because" }.dropFirst().prefix { $0.hasPrefix("    ") }
      // Each with how many cases it keeps.
      return Set(lines.map { String($0.trimmingPrefix("    ").replacing(/[ ]{2}\d+$/, with: "")) })
    }

    /// All cases go to the versions of now of their workflows, as an administrator moves them: a day before anything is due.
    private func upgradeAll(_ installation: Installation) async throws {
      for folder in ShippedWorkflows.folders {
        let workflow = try WorkflowFolder.load(folder).workflow
        let former = try await installation.rows(
          """
          select distinct version from case_file
          where workflow = '\(workflow.key)' and version <> '\(workflow.version)' and snapshot is not null
          """
        )
        for version in former {
          let order = [
            workflow.key, "--from", version, "--to", workflow.version, "--config", installation.settingsFile,
          ]
          let plan = try await Program.run(["workflow", "plan"] + order)
          #expect(plan.code == 0, "\(plan.errors)")
          let digest = String(plan.output.split(whereSeparator: \.isWhitespace).last ?? "")
          // On an installation for trying out that is one person's.
          let done = try await Program.run(
            ["workflow", "upgrade"] + order + ["--plan", digest],
            program: Program.development
          )
          #expect(done.code == 0, "\(done.errors)")
          let reasons = Self.reasons(in: plan.output)
          #expect(reasons.isSubset(of: Self.staying["\(workflow.key) \(workflow.version)"] ?? []), "\(version)")
          let end = "\(reasons.isEmpty ? " 0" : "") stay as planned, 0 changed meanwhile\n"
          #expect(done.output.hasSuffix(end), "\(done.output)")
          #expect(!done.output.hasPrefix("0 moved"), "\(version): \(done.output)")
        }
      }
    }

    /// Years pass, so that each deadline of its cases, by whatever settings, comes to its end and to what follows from that.
    private func letAllFire(_ installation: Installation) async throws {
      let before = try await installation.rows("select count(*) from journal")
      _ = try await installation.rows("update local_clock set ahead = ahead + interval '400 days'")
      try await StoryClock.waitUntilNothingIsDue(installation)
      #expect(try await installation.rows("select count(*) from journal") != before)
    }
  }
}
