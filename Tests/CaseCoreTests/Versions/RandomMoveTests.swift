import CaseCore
import OrderedCollections
import SeededRandom
import Testing

/// Random cases and random next versions: what a plan says is what carrying it out does. Parts get other names, and deadlines stand still while
/// something holds. It must fail when a move loses a run under its former name, or lets it stand still where the plan did not.
@Suite("Random moves") struct RandomMoveTests {
  @Test("carrying out does what was planned, and the journal replays to it", arguments: Seed.some)
  func planned(seed: Seed) throws {
    var random = seed.generator
    var (landed, changed, renamed, suspended) = (0, 0, 0, 0)
    for _ in 0..<150 {
      let play = try self.play(&random)
      let instance = try #require(play.instance)
      var next = play.workflow
      next.version = "2.0.0"
      for _ in 0..<Int.random(in: 0...3, using: &random) { try Self.vary(&next, from: play.workflow, &random) }
      let order = try VersionMove(from: play.workflow, to: next)
      guard let landing = order.outcome(for: instance, at: play.now).landing else { continue }
      let decision = order.decision(landing, of: instance, plan: "plan", at: play.now)
      try expect(decision, isWhat: landing, of: instance, under: next, seed)
      let empty = Case(workflow: "lamp", version: "1.0.0", machine: "lamp", region: "here", at: Play.monday)
      #expect(Case.replay(play.journal + [decision.entry], from: empty) == decision.result, "\(seed)")
      landed += 1
      if landing.deadlines.contains(where: { $0.effect != .kept }) { changed += 1 }
      if landing.deadlines.contains(where: { Self.former($0.name.name, in: next) != $0.name.name }) { renamed += 1 }
      if decision.result.root.deadlines.values.contains(where: \.ledger.isSuspended) { suspended += 1 }
    }
    #expect(landed > 30 && changed > 10 && renamed > 0 && suspended > 0, "\(seed): too few to mean anything")
  }

  private func expect(
    _ decision: Decision,
    isWhat landing: UpgradeOutcome.Landing,
    of instance: Case,
    under next: Workflow,
    _ seed: Seed
  ) throws {
    let result = decision.result
    #expect(result.state == landing.state && result.version == next.version, "\(seed)")
    #expect(result.revision == instance.revision + 1, "\(seed)")
    #expect((result.root.parties, result.root.votes) == (instance.root.parties, instance.root.votes), "\(seed)")
    let due = landing.deadlines.filter { $0.effect != .ended }
    #expect(
      Dictionary(uniqueKeysWithValues: due.map { ($0.name.name, $0.newDue) })
        == result.root.deadlines.mapValues(Self.due),
      "\(seed)"
    )
    for deadline in landing.deadlines {
      let former = Self.former(deadline.name.name, in: next)
      let (before, after) = (instance.root.deadlines[former], result.root.deadlines[deadline.name.name])
      #expect(former == deadline.name.name || result.root.deadlines[former] == nil, "\(seed)")
      #expect(deadline.oldDue == before.flatMap(Self.due), "\(seed)")
      switch deadline.effect {
      case .kept: #expect(after == before, "\(seed)")
      case .changed: #expect(after?.startedAt == before?.startedAt && after != before, "\(seed)")
      case .started: #expect(before == nil && after?.startedAt == decision.entry.at, "\(seed)")
      case .ended: #expect(after == nil, "\(seed)")
      }
    }
  }

  /// The name that a deadline had.
  private static func former(_ name: String, in next: Workflow) -> String { next.lamp.deadlines[name]?.was ?? name }

  /// When it is due; `nil` while it stands still.
  private static func due(_ running: RunningDeadline) -> Instant? { running.ledger.isSuspended ? nil : running.dueAt }

  /// A case after some commands, most of which fit.
  private func play(_ random: inout SeededGenerator) throws -> Play {
    var play = try Play.lamp(in: ["intake", "review", "repair"].randomElement(using: &random) ?? "intake")
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      play.pass(days: .random(in: 0...4, using: &random))
      let (name, fields): (String, [String: Input]) =
        switch Int.random(in: 0..<5, using: &random) {
        case 0: ("note", ["urgency": .string("high")])
        case 1: ("vote", JointDecisionTests.repair)
        case 2: ("vote", JointDecisionTests.leave)
        case 3: ("invite", ["advisers": .list([.string("04")])])
        default: ("progress", [:])
        }
      let actor = [Play.clerk, Play.chief].randomElement(using: &random) ?? Play.clerk
      if case .accepted = play.outcome(name, by: actor, fields) { try play.must(name, by: actor, fields) }
    }
    play.pass(days: .random(in: 0...30, using: &random))
    return play
  }

  private static func vary(
    _ workflow: inout Workflow,
    from old: Workflow,
    _ random: inout SeededGenerator
  ) throws {
    let high = Guard.fact("urgency", oneOf: [.choice("high")])
    let name = workflow.lamp.deadlines.keys.randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<10, using: &random) {
    case 0: workflow.lamp.deadlines[name]?.term = try MoveTests.days(.random(in: 1...90, using: &random))
    case 1: workflow.lamp.deadlines[name]?.warnings = []
    case 2: workflow.lamp.deadlines[name] = nil
    case 3:
      workflow.lamp.deadlines["more"] = workflow.lamp.deadlines[name]
      workflow.lamp.deadlines["more"]?.was = nil
    case 4: workflow.lamp.facts["urgency"]?.kind = .choice(options: Lamp.options("low"))
    case 5: workflow.lamp.deadlines[name]?.suspendedWhen = .not(high)
    case 6: renameDeadline(name, &workflow, from: old)
    case 7:
      guard workflow.lamp.states["review"] != nil else { return }
      workflow.rename("review", to: "assessment")
      workflow.lamp.states["assessment"]?.was = "review"
    case 8: workflow.lamp.deadlines[name]?.suspendedWhen = high
    default: workflow.lamp.deadlines[name]?.guard = high
    }
  }

  private static func renameDeadline(_ name: String, _ workflow: inout Workflow, from old: Workflow) {
    // One that has another name already, or is new, has no name in the old version that this one could say.
    guard old.lamp.deadlines[name] != nil, var deadline = workflow.lamp.deadlines.removeValue(forKey: name) else {
      return
    }
    deadline.was = name
    workflow.lamp.deadlines["other-\(name)"] = deadline
  }
}
