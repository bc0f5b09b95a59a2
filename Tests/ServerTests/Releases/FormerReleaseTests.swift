import Foundation
import Server
import TestServices
import Testing

extension WholeService {
  /// What a release stored, those after it read, go on with and verify.
  @Suite struct FormerReleaseTests {
    /// Makes the folder of a release; run once, before anything that it stores changes:
    /// `CASUSREGIE_KEEP_RELEASE=0.1.0 scripts/test --filter FormerReleaseTests`.
    private static let wanted = ProcessInfo.processInfo.environment["CASUSREGIE_KEEP_RELEASE"]

    @Test(.enabled(if: wanted != nil)) func make() async throws {
      let release = KeptRelease(release: try #require(Self.wanted))
      try await Installation.with(.own) { try await ReleaseMaker(installation: $0).make(release) }
    }

    @Test func thereIsOne() { #expect(!KeptRelease.all.isEmpty) }

    @Test(.disabled(if: wanted != nil), arguments: KeptRelease.all)
    func isOpenedVerifiedAndGoesOn(_ release: KeptRelease) async throws {
      try await Installation.with { installation in
        try await release.restore(to: installation)
        let cases = try await installation.rows("select count(*) from case_file")
        #expect(Int(cases.first ?? "") ?? 0 >= 100)
        // Every journal adds up to its case, and every seal is right.
        try await expectVerified(installation)
        try await KeptRelease.setClock(installation)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let kept = try Contents(Data(contentsOf: release.contents))
        let differences = kept.differences(from: try await Contents(of: instance, installation))
        #expect(differences.isEmpty, "\(differences.prefix(20))")
        try await letAllFire(installation)
        #expect(try await instance.stop() == 0)
        try await expectVerified(installation)
      }
    }

    private func expectVerified(_ installation: Installation) async throws {
      let report = try await Program.run("journal", "verify", "--config", installation.settingsFile)
      #expect(report.code == 0, "\(report.output)\(report.errors)")
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
