import CaseCore
import Foundation
import OrderedCollections
import SeededRandom
import Testing
import WorkflowFiles

@testable import CaseReading
@testable import Simulation

/// Each entry that a reader may read has a number of that reader's own.
@Suite struct ReaderNumberingTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))

  @Test("Numbers of readers, also after other settings and a version that opens a role", arguments: Shipped.workflows)
  func everyEntryHasOne(_ folder: String) throws {
    var histories = try Histories(folder, seed: Self.seed)
    var random = SeededGenerator(seed: Self.seed)
    var opened = 0
    let scenarios = histories.scenarios
    for number in 1...(scenarios.count + 60) {
      let history = number <= scenarios.count ? scenarios[number - 1] : histories.next(steps: 40)
      guard var told = Told(history.steps) else { continue }
      #expect(told.faults == [], "seed \(Self.seed), history \(number)")
      told.recalculate()
      #expect(told.faults == [], "seed \(Self.seed), history \(number), other settings")
      opened += try told.move(&random) ? 1 : 0
      #expect(told.faults == [], "seed \(Self.seed), history \(number), another version")
    }
    #expect(opened > 0, "seed \(Self.seed)")
  }

  /// It must fail when who is let in, or comes back, gets no room for what was shared with it by name.
  @Test("Numbers of readers that are named") func whereEntriesAreShared() throws {
    let small = try SmallWorkflow("sharing")
    var histories = Histories(small.workflow, organisations: SmallWorkflow.sharing, seed: Self.seed)
    var shared = 0
    for number in 0..<60 {
      guard let told = Told(histories.next(steps: 40).steps) else { continue }
      #expect(told.faults == [], "seed \(Self.seed), history \(number)")
      shared += told.readByName
    }
    #expect(shared > 20, "seed \(Self.seed)")
  }

  @Test func whatAStepOpensComesAfterWhatWasRead() {
    var numbering = ReaderNumbering<Int>()
    for (position, told) in [(1, 1), (2, nil), (3, 2), (4, nil), (5, 1_001)] as [(Int, Int64?)] {
      numbering.add(position, told: told)
    }
    #expect(numbering.all.map(\.element) == [1, 3, 2, 4, 5])
    #expect(numbering.all.map(\.number) == [1, 2, 3, 4, 1_001])
  }

  @Test func theStepThatLeavesRoomCanBeHiddenAndTheLast() {
    var numbering = ReaderNumbering<Int>()
    for (position, told) in [(1, nil), (2, 1), (3, nil)] as [(Int, Int64?)] { numbering.add(position, told: told) }
    numbering.end(at: 1_001)
    #expect(numbering.all.map(\.element) == [2, 1, 3])
    #expect(numbering.all.map(\.number) == [1, 2, 3])
  }

  @Test func withoutRoomItHasTheNumberBeforeIt() {
    var numbering = ReaderNumbering<Int>()
    for (position, told) in [(1, nil), (2, 1), (3, 2), (4, nil), (5, 3)] as [(Int, Int64?)] {
      numbering.add(position, told: told)
    }
    #expect(numbering.all.map(\.element) == [2, 1, 3, 4, 5])
    #expect(numbering.all.map(\.number) == [1, 1, 2, 2, 3])
  }
}

/// The journal of a case, as it is told to those who take part.
private struct Told {
  private var entries: [Entry]
  private var instance: Case
  private var workflow: Workflow
  private let environment: Environment
  private let at: Instant

  init?(_ steps: [Step]) {
    guard let last = steps.last else { return nil }
    entries = steps.map(\.decision.entry)
    (instance, workflow) = (last.after, last.environment.workflow)
    (environment, at) = (last.environment, last.at)
  }

  private func decider(_ workflow: Workflow) -> Decider {
    Decider(workflow: workflow, directory: environment.directory, calendar: environment.calendar, now: at)
  }

  private mutating func take(_ decision: Decision) {
    entries.append(decision.entry)
    instance = decision.result
  }

  mutating func recalculate() {
    if let recalculation = decider(workflow.withOtherTerms).recalculate(instance) { take(recalculation.decision) }
  }

  /// - Returns: whether it moved.
  mutating func move(_ random: inout SeededGenerator) throws -> Bool {
    var next = workflow
    next.version += "-next"
    for role in next.roles.filter({ $1.access != .oversight }).keys where random.once(in: 2) {
      next.roles[role]?.access = .party
    }
    let move = try VersionMove(from: workflow, to: next)
    guard case .lands(let landing) = move.outcome(for: instance, at: at) else { return false }
    take(move.decision(landing, of: instance, plan: "", at: at, directory: environment.directory))
    workflow = next
    return true
  }

  /// How many entries are shared by name.
  var readByName: Int { entries.count { $0.sharedWith != nil } }

  /// Readers of whom two entries have one number, or one that the reader was not shown as that of the case.
  var faults: [String] {
    environment.directory.organisations.values.sorted { $0.number < $1.number }.compactMap { reader in
      let roles = reader.roles.filter { workflow.roles[$0]?.access != .oversight }
      let actor = Actor(subject: "somebody", organisation: reader.number, roles: roles)
      guard let visibility = Visibility(actor, in: instance, by: decider(workflow)) else { return nil }
      var numbering = ReaderNumbering<Int64>()
      for entry in entries where visibility.reads(EntryReaders(entry)) {
        numbering.add(entry.revision, told: entry.revision(for: reader.number))
      }
      numbering.end(at: instance.revision(for: reader.number))
      let numbers = numbering.all.map(\.number)
      let isFine =
        Set(numbers).count == numbers.count && numbers.last ?? 0 <= instance.revision(for: reader.number)
      return isFine ? nil : "\(reader.number) \(roles.sorted()): \(numbering.all)"
    }
  }
}
