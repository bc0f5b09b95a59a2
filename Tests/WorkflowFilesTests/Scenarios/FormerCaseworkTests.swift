import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

/// Cases of the casework that began under a version that was published move to the present one: wherever the scenarios of that time bring them,
/// also amid votes. What the move brings, and what people gave then and cannot give now, is in ``FormerCaseworkTests/Brought`` for each version
/// that is moved to.
///
/// It must fail when the present version loses a state, a role or a ground, takes a decision in another way, counts a term by another rule, or
/// asks more of a command, and the table does not say so; and when a version is shipped for which it has no row.
@Suite struct FormerCaseworkTests {
  private static let key = "pga-radicalisering"

  private static let present = Result { try WorkflowFolder.load("\(Shipped.root)/\(key)").workflow }

  /// Of which cases can run still. Without a present version that can be read these are all, and each test says what is wrong with it.
  private static let former = Kept.versions(of: key).filter { $0 != (try? present.get().version) }

  private static func kept(_ version: String) throws -> Workflow {
    let file = Kept.former.appendingPathComponent("\(key)-\(version).yaml")
    return try WorkflowFile.load(String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
  }

  /// What somebody or the clock did in a scenario, and the case that came of it.
  private struct Act {
    var attempt: ScenarioRun.Attempt
    var result: Case
    var directory: Directory
  }

  /// Each once: scenarios go on from others.
  private static func acts(under workflow: Workflow) throws -> [Act] {
    let scenarios = try ScenarioFolder(Kept.casework)
    var acts: [Act] = []
    var known: Set<Case> = []
    for name in scenarios.names {
      let scenario = try scenarios.scenario(name)
      let directory = Directory(scenario.organisations.values)
      ScenarioRun.play(scenario, workflow: workflow) { attempt in
        guard case .accepted(let decision) = attempt.outcome, known.insert(decision.result).inserted else { return }
        acts.append(Act(attempt: attempt, result: decision.result, directory: directory))
      }
    }
    return acts
  }

  @Test func thereAreFormerVersions() throws {
    let version = try Self.present.get().version
    #expect(!Self.former.isEmpty && Brought.by[version] != nil, "what a move to \(version) brings is not in the table")
    #expect(try Kept.versions(of: Self.key).contains(WorkflowFolder.load(Kept.casework).workflow.version))
  }

  @Test(arguments: former) func everyCaseMovesOrSaysWhyNot(_ version: String) throws {
    let move = try VersionMove(from: Self.kept(version), to: Self.present.get())
    var (found, states, voting) = (Brought(), Set<String>(), 0)
    for act in try Self.acts(under: move.from)
    where move.from.rootMachine?.states[act.result.state]?.isFinal == false {
      let (instance, now) = (act.result, act.attempt.at)
      states.insert(instance.state)
      switch move.outcome(for: instance, at: now) {
      case .stays(let obstacles): found.staying.formUnion(obstacles.map { "\($0)" })
      case .lands(let landing):
        found.add(landing, of: instance)
        let moved = move.decision(landing, of: instance, plan: "", at: now).result
        Self.expectKept(instance, moved)
        // Whoever carries out the plan once more finds it there.
        let again = Obstacle.otherVersion("\(Self.key) \(move.to.version)")
        #expect(move.outcome(for: moved, at: now) == .stays([again]))
        if instance.instances.contains(where: { $0.instance.votes.contains { !$0.value.isEmpty } }) { voting += 1 }
      }
    }
    let waiting = move.from.rootMachine?.states.filter { !$0.value.isFinal } ?? [:]
    #expect(states == Set(waiting.keys))
    #expect(voting > 0, "no case with votes moves")
    let expected = try #require(Brought.by[move.to.version])
    #expect(found.staying == expected.staying)
    #expect(found.terms == expected.terms)
    #expect(found.overdue == expected.overdue)
  }

  /// The case and each part of it are where they were, with the votes that were given and with those who take part.
  private static func expectKept(_ before: Case, _ after: Case) {
    #expect(after.instances.map(\.child) == before.instances.map(\.child))
    for ((_, old), (child, new)) in zip(before.instances, after.instances) {
      let place = child ?? before.state
      #expect(new.state == old.state, "\(place)")
      #expect(new.votes == old.votes && new.recused == old.recused, "\(place)")
      #expect(new.parties == old.parties, "\(place)")
    }
  }

  /// What a person did next is done in the moved case as well, and leads to the same state.
  @Test(arguments: former) func peopleGoOnAfterTheMove(_ version: String) throws {
    let move = try VersionMove(from: Self.kept(version), to: Self.present.get())
    var (found, count) = (Brought(), 0)
    for act in try Self.acts(under: move.from) {
      guard case .command(let name, _) = act.attempt.command.cause, let before = act.attempt.before,
        case .lands(let landing) = move.outcome(for: before, at: act.attempt.at)
      else { continue }
      let moved = move.decision(landing, of: before, plan: "", at: act.attempt.at).result
      let decider = Decider(workflow: move.to, directory: act.directory, calendar: .standard, now: act.attempt.at)
      switch decider.decide(act.attempt.command, on: moved) {
      case .accepted(let decision):
        count += 1
        let (old, new) = (act.result.state, decision.result.state)
        if old != new { found.elsewhere.insert("\(name): \(old), now \(new)") }
      case .refused(let refusal): found.refused.insert("\(name): \(refusal.code)")
      case .lapsed: Issue.record("\(name) lapses")
      }
    }
    let expected = try #require(Brought.by[move.to.version])
    #expect(count > 200)
    #expect(found.refused == expected.refused)
    #expect(found.elsewhere == expected.elsewhere)
  }

  /// Whoever moved to a version in between first is in the end where the others are.
  @Test(arguments: former) func aVersionInBetweenMakesNoDifference(_ version: String) throws {
    let (from, to) = (try Self.kept(version), try Self.present.get())
    let direct = try VersionMove(from: from, to: to)
    for between in Self.former.drop(while: { $0 != version }).dropFirst() {
      let first = try VersionMove(from: from, to: Self.kept(between))
      let second = try VersionMove(from: first.to, to: to)
      for act in try Self.acts(under: from) {
        let now = act.attempt.at
        guard let once = Self.moved(act.result, by: direct, at: now) else { continue }
        let twice = Self.moved(act.result, by: first, at: now).flatMap { Self.moved($0, by: second, at: now) }
        #expect(twice?.root == once.root && twice?.children == once.children, "\(between): \(act.result.state)")
      }
    }
  }

  private static func moved(_ instance: Case, by move: VersionMove, at now: Instant) -> Case? {
    guard case .lands(let landing) = move.outcome(for: instance, at: now) else { return nil }
    return move.decision(landing, of: instance, plan: "", at: now).result
  }
}
