import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

/// What holds in every case of every workflow, held against walks at random. A failure names its seed; `WALK_SEED` walks that
/// one again.
@Suite struct WalkTests {
  private static let seeds: [UInt64] = {
    if let seed = ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) { return [seed] }
    let first = UInt64.random(in: 1...(1 << 40))
    return (0..<16).map { first + $0 }
  }()

  @Test(arguments: Shipped.workflows) func throughAShippedWorkflow(_ folder: String) throws {
    let workflow = try WorkflowFolder.load(folder).workflow
    let organisations = Array(try ScenarioFolder(folder).organisations.values)
    for seed in Self.seeds {
      walk(Walk(workflow, organisations: organisations, seed: seed), steps: 150, "seed \(seed)")
    }
  }

  @Test func throughWorkflowsAtRandom() throws {
    for seed in Self.seeds {
      var dice = Dice(seed: seed)
      let workflow = try RandomWorkflow.make(&dice)
      try #require(workflow.faults() == [], "seed \(seed)")
      walk(Walk(workflow, organisations: RandomWorkflow.organisations, seed: seed), steps: 80, "seed \(seed)")
    }
  }

  private func walk(_ start: Walk, steps: Int, _ which: Comment) {
    var walk = start
    for _ in 0..<steps {
      let (command, before, outcome) = walk.step()
      #expect(walk.decide(command, on: before) == outcome, which)
      guard case .accepted(let decision) = outcome else { continue }
      holds(decision, before, walk, which)
    }
    #expect(walk.journal.count > 1, which)
    let empty = Case(
      workflow: walk.workflow.key,
      version: walk.workflow.version,
      region: walk.instance?.region ?? "",
      at: walk.opened
    )
    guard let instance = walk.instance else { return }
    #expect(Case.replay(walk.journal, from: empty) == instance, which)
  }

  private func holds(_ decision: Decision, _ before: Case?, _ walk: Walk, _ which: Comment) {
    let (entry, result, machine) = (decision.entry, decision.result, walk.machine)
    #expect(entry.revision == (before?.revision ?? 0) + 1 && result.revision == entry.revision, which)
    #expect(entry.from == before?.state ?? "" && entry.to == result.state, which)
    #expect(walk.workflow.grounds[entry.ground] != nil, which)
    // What runs is what the workflow says runs; a state that waits is bounded.
    #expect(result.deadlines.keys.allSatisfy { machine.deadlines[$0]?.states.contains(result.state) == true }, which)
    let isFinal = machine.states[result.state]?.isFinal == true
    #expect(isFinal ? result.deadlines.isEmpty : !result.deadlines.isEmpty, which)
    // Nobody loses its part, or comes to know of what was before it.
    for party in before?.parties ?? [] {
      let now = result.party(party.organisation)
      #expect(now?.roles.isSuperset(of: party.roles) == true && (now?.since ?? 0) >= party.since, which)
    }
    told(decision, before, walk, which)
    if entry.actor == nil, entry.to != entry.from { #expect(machine.states[entry.to]?.isReview == true, which) }
  }

  /// Only parties hear, each once, in a role that the workflow addresses here.
  private func told(_ decision: Decision, _ before: Case?, _ walk: Walk, _ which: Comment) {
    let addressed = addressed(by: decision.entry, walk.machine)
    #expect(Set(decision.notices.map(\.organisation)).count == decision.notices.count, which)
    for notice in decision.notices {
      let roles = decision.result.party(notice.organisation)?.roles ?? []
      #expect(!roles.isDisjoint(with: addressed), which)
    }
  }

  private func addressed(by entry: Entry, _ machine: Machine) -> Set<String> {
    guard case .command(let name) = entry.cause else { return Set(entry.audience) }
    let transitions =
      name == machine.start.command ? [machine.start.transition] : machine.transitions(for: name, in: entry.from)
    return Set(entry.audience).union(transitions.flatMap(\.notices).flatMap(\.roles))
  }
}
