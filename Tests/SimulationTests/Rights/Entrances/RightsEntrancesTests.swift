import CaseCore
import Foundation
import OrderedCollections
import SeededRandom
import Testing
import WorkflowFiles

/// The matrix of rights over the entrances themselves: what comes back over REST, over a queue with a token and with the word of the
/// organisation, and of the clock, held against what the text says.
///
/// The whole of it takes minutes; a run takes a part that has every pair of what matters (``EntranceCell/cover(_:_:)``), another part
/// for each seed. `CASUSREGIE_WHOLE_RIGHTS=1` takes all. `RightsMatrixTests` goes over the whole of it each time, without the entrances.
@Suite struct RightsEntrancesTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seed = environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))
  private static let isWhole = environment["CASUSREGIE_WHOLE_RIGHTS"] != nil

  /// What was tried, and what was otherwise than the text says.
  struct Report {
    var count = 0
    var faults: [String] = []
    /// By entrance.
    var verdicts: [Entrance: Set<RightsVerdict>] = [:]
    /// Those at which something differed.
    var entrances: Set<Entrance> = []
  }

  @Test(arguments: Shipped.workflows) func theEntrancesGiveTheRightsOfTheText(_ folder: String) async throws {
    let reading = try RightsReading(folder)
    let workflow = try WorkflowFolder.load(folder).workflow
    var random = SeededGenerator(seed: Self.seed)
    let all = EntranceCell.all(reading).shuffled(using: &random)
    let chosen = Self.isWhole ? all : EntranceCell.cover(all, reading)
    let report = try await Self.report(chosen, reading, workflow)
    print("rights of \(workflow.key) over the entrances: \(report.count) of \(all.count) cells")
    #expect(report.faults.isEmpty, "seed \(Self.seed): \(report.faults.prefix(20).joined(separator: "\n"))")
    // Whatever somebody can hear of a right was heard, and the clock has nothing to say.
    let heard = Set(RightsVerdict.allCases).subtracting([.lapsed, .unexpected, .notVouched])
    #expect(report.verdicts[.rest] == heard && report.verdicts[.queue] == heard)
    #expect(report.verdicts[.vouched]?.contains(.notVouched) == true && report.verdicts[.timer] == [.lapsed])
  }

  /// The control: what is changed in what the door runs, and not in the text, is seen at the entrances that it is about.
  @Test func aRightThatIsNotInTheTextIsSeen() async throws {
    let folder = try #require(Shipped.workflows.first { $0.hasSuffix("aanvraag-omgevingsvergunning") })
    let reading = try RightsReading(folder)
    var workflow = try WorkflowFolder.load(folder).workflow
    workflow.machines["aanvraag"]?.commands["doorzenden"]?.roles.append("aanvrager")
    workflow.machines["aanvraag"]?.commands["aanvraag-intrekken"]?.acceptsVouched = true
    var random = SeededGenerator(seed: Self.seed)
    func report(_ command: String) async throws -> Report {
      let cells = EntranceCell.all(reading, only: [command]).filter { $0.standpoint == .holder && $0.place != nil }
      return try await Self.report(cells.shuffled(using: &random), reading, workflow)
    }
    #expect(try await report("doorzenden").entrances == [.rest, .queue, .vouched], "seed \(Self.seed)")
    #expect(try await report("aanvraag-intrekken").entrances == [.vouched], "seed \(Self.seed)")
  }

  private static func report(
    _ cells: [EntranceCell],
    _ reading: RightsReading,
    _ workflow: Workflow
  ) async throws -> Report {
    let stage = try await RightsStage(reading, workflow)
    let entrances = try RightsEntrances(stage)
    var report = Report()
    for start in stride(from: 0, to: cells.count, by: 20) {
      let some = Array(cells[start..<min(start + 20, cells.count)])
      for (cell, caseID) in zip(some, try await stage.plant(some)) {
        let verdict = try await entrances.verdict(of: cell, on: caseID)
        let expected = cell.expected(by: reading)
        report.count += 1
        report.verdicts[cell.entrance, default: []].insert(verdict)
        guard verdict != expected else { continue }
        report.entrances.insert(cell.entrance)
        report.faults.append(
          "\(cell): \(cell.entrance.rawValue) says \(verdict.rawValue), the text \(expected.rawValue)"
        )
      }
    }
    return report
  }
}
