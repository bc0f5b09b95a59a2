import CaseCore
import Foundation
import OrderedCollections
import SeededRandom
import Testing
import WorkflowFiles

@testable import Simulation

/// Each partner is told what the text of the workflow gives it, event for event, and nothing else: a projection of the rights that
/// knows nothing of the engine predicts every stream.
@Suite struct ProjectionTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))

  /// With histories of this seed each kind of change is soon met; those of any other seed look for what nobody thought of.
  private static let luckySeed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? 4

  @Test(arguments: Shipped.workflows) func everyStreamIsPredicted(_ folder: String) throws {
    var seen = Streams.Kinds()
    let wanted: Streams.Kinds = folder.hasSuffix("pga-radicalisering") ? .all : []
    for (seed, count) in [(Self.luckySeed, 60), (Self.seed, 50)] {
      var histories = try Histories(folder, seed: seed)
      var random = SeededGenerator(seed: seed)
      var number = 0
      // What a walk comes to is chance: it goes on until each kind of change was seen.
      while number < count || !seen.isSuperset(of: wanted) && number < 2_000 {
        number += 1
        let history =
          number <= histories.scenarios.count ? histories.scenarios[number - 1] : histories.next(steps: 60)
        for steps in [history.steps, history.steps(Revocation(history, &random).organisations)] {
          let streams = Streams(steps, predictedBy: Projection(histories.environment.workflow))
          seen.formUnion(streams.kinds)
          guard let fault = streams.fault else { continue }
          Issue.record("seed \(seed), history \(number): \(fault)")
          return
        }
      }
    }
    #expect(seen.isSuperset(of: wanted), "seed \(Self.luckySeed)")
  }

  /// A workflow in which one organisation of those in a role must act: it fails when others are told that they must, or are not told that
  /// another does.
  ///
  /// And one in which some have a role because their organisation takes part, or did: it fails when an organisation that takes part by receipts
  /// alone, or not at all, is told for them, or one that has left is told for others than who oversees.
  ///
  /// And one in which other cases may be about the same person: it fails when anybody but the contact is told of it.
  @Test(arguments: ["senders", "among", "starts", "through", "matches"])
  func everyStreamIsPredictedWhereSomeMustAct(_ folder: String) throws {
    let workflow = try SmallWorkflow(folder).workflow
    let organisations = folder == "through" ? SmallWorkflow.overseen : SmallWorkflow.organisations
    var histories = Histories(workflow, organisations: organisations, seed: Self.seed)
    for number in 0..<40 {
      let steps = histories.next(steps: 40).steps
      let fault = Streams(steps, predictedBy: Projection(workflow)).fault
      #expect(fault == nil, "seed \(Self.seed), history \(number)")
    }
  }

  /// It must fail when whoever is named is not told, when others are told of what is not shared with them, or when what its sender keeps is
  /// told to others.
  @Test func everyStreamIsPredictedWhereEntriesAreShared() throws {
    let workflow = try SmallWorkflow("sharing").workflow
    var histories = Histories(workflow, organisations: SmallWorkflow.sharing, seed: Self.seed)
    for number in 0..<60 {
      let steps = histories.next(steps: 40).steps
      let fault = Streams(steps, predictedBy: Projection(workflow)).fault
      #expect(fault == nil, "seed \(Self.seed), history \(number)")
    }
  }

  /// The control: the engine is given a text with a wider audience than the projection.
  @Test func aLeakIsSeen() throws {
    let folder = try #require(Shipped.workflows.first { $0.hasSuffix("pga-radicalisering") })
    let workflow = try WorkflowFolder.load(folder).workflow
    var leaking = workflow
    leaking.machines["casus"]?.commands["oordeel-vastleggen"]?.audience = nil
    let histories = try Histories(folder, workflow: leaking, seed: Self.seed)
    let faults = histories.scenarios.compactMap { Streams($0.steps, predictedBy: Projection(workflow)).fault }
    #expect(faults.contains { $0.contains("oordeel-vastleggen") && $0.contains("bijgewerkt") })
  }
}

/// An organisation that loses its roles in the directory for a while, in the middle of a history.
struct Revocation {
  private let all: [Organisation]
  private let revoked: Organisation?
  private let moves: Range<Int>

  init(_ history: History, _ random: inout SeededGenerator) {
    all = history.environment.directory.organisations.values.sorted { $0.number < $1.number }
    revoked = random.pick(all)
    let start = random.number(below: max(history.moves.count, 1))
    moves = start..<start + 1 + random.number(below: 20)
  }

  func organisations(_ move: Int) -> [Organisation] {
    all.map { organisation in
      guard moves.contains(move), organisation == revoked else { return organisation }
      var without = organisation
      without.roles = []
      return without
    }
  }
}
