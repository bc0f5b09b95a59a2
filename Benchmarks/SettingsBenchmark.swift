import CaseCore
import Foundation
import LocalServices

/// How long administrators wait for a proposal and for an approval, where much is set differently. `docs/benchmarks.md` tells
/// what the figures mean.
public struct SettingsBenchmark: Sendable {
  private let path: String
  private let regions: Int
  private let versions: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - path: the folder of the workflow.
  ///   - regions: how many regions there are, each with a setting of its own for each type of case.
  ///   - versions: how many versions of the workflow running cases follow.
  public init(path: String, regions: Int = 25, versions: Int = 3, rounds: Int = 3, format: ReportFormat = .text) {
    self.path = path
    self.regions = max(1, regions)
    self.versions = max(1, versions)
    self.rounds = max(1, rounds)
    self.format = format
  }

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    let workflow = try SettingsWorkflow(path, versions: versions)
    let postgres = try await LocalPostgres.start(in: .temporary)
    do {
      let store = try await SettingsStore(workflow, regions: regions, on: postgres)
      try await measure(store).print(as: format)
      await store.close()
      await postgres.stop()
    } catch {
      await postgres.stop()
      throw error
    }
  }

  private func measure(_ store: SettingsStore) async throws -> LimitReport {
    var proposing: [Double] = []
    var others: [Double] = []
    var approving: [Double] = []
    for round in 1...rounds {
      // Instances that have proved nothing yet: each begins with what it has to know anew.
      let (first, second) = (store.settingsService(), store.settingsService())
      async let other = timed { try await store.proposeForOneRegion(round, at: second) }
      let (proposal, took) = try await timed { try await store.proposeForAll(round, at: first) }
      proposing.append(took)
      others.append(try await other.seconds)
      let (_, approval) = try await timed { try await store.approve(proposal, at: second) }
      approving.append(approval)
      Progress.say("round \(round) of \(rounds): proposal \(took) s, approval \(approval) s")
    }
    return LimitReport(
      title: "Settings of \(store.workflow.key): \(regions) regions, \(store.workflow.caseTypes.count) types of case, "
        + "\(versions) versions",
      lines: [
        .init(what: "a proposal for all of them", figure: proposing.median, unit: "s", limit: 2),
        .init(what: "meanwhile, one for a region", figure: others.median, unit: "s", limit: 2),
        .init(what: "plan and approval at another instance", figure: approving.median, unit: "s", limit: 3),
      ],
      notes: [
        "medians of \(rounds) rounds; in every region and for every type another setting holds already",
        "each round with instances that had proved nothing before",
      ]
    )
  }

  private func timed<Result: Sendable>(_ work: () async throws -> Result) async throws -> (Result, seconds: Double) {
    let began = ContinuousClock.now
    let result = try await work()
    return (result, (ContinuousClock.now - began) / .seconds(1))
  }
}
