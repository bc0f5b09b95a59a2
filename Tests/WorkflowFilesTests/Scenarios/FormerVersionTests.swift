import CaseCore
import DutchMessages
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

/// Cases that began under the former version of a shipped workflow move to the present one: wherever a scenario brings them.
@Suite struct FormerVersionTests {
  private static let folder = "\(Shipped.root)/aanvraag-omgevingsvergunning"

  private static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("former")
  private static let former = kept.appendingPathComponent("aanvraag-omgevingsvergunning-1.1.0.yaml")

  private static func move() throws -> VersionMove {
    let text = try String(contentsOf: former, encoding: .utf8)
    let before = try WorkflowFile.load(text, name: "former.yaml")
    return try VersionMove(from: before, to: WorkflowFolder.load(folder).workflow)
  }

  /// Every case of every scenario, after every step, under the former version.
  private static func cases(under workflow: Workflow) throws -> [(instance: Case, at: Instant)] {
    let scenarios = try ScenarioFolder(folder)
    var cases: [(instance: Case, at: Instant)] = []
    for name in scenarios.names {
      var scenario = try scenarios.scenario(name)
      // The former version tells the same in other words.
      for step in scenario.steps.indices { scenario.steps[step].expectation.told = nil }
      // A scenario of the present version stops where the former one has no such step.
      _ = ScenarioRun.failures(of: scenario, workflow: workflow, calendar: .standard) { attempt in
        if case .accepted(let decision) = attempt.outcome { cases.append((decision.result, attempt.at)) }
      }
    }
    return cases
  }

  /// Cases run under it until they are moved: what the language gains takes nothing of it away.
  @Test func everyPublishedVersionIsStillSound() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.kept.path).sorted()
    #expect(names.count >= 4)
    for name in names {
      let text = try String(contentsOf: Self.kept.appendingPathComponent(name), encoding: .utf8)
      let workflow = try WorkflowFile.load(text, name: name)
      #expect(name == "\(workflow.key)-\(workflow.version).yaml")
    }
  }

  @Test func everyCaseMoves() throws {
    let move = try Self.move()
    var states: Set<String> = []
    for (instance, now) in try Self.cases(under: move.from)
    where move.from.rootMachine?.states[instance.state]?.isFinal == false {
      states.insert(instance.state)
      guard case .lands(let landing) = move.outcome(for: instance, at: now) else {
        Issue.record("\(instance.state) stays")
        continue
      }
      #expect(landing.state == instance.state)
      let overdue = landing.deadlines.filter(\.isOverdueAtOnce)
      #expect(overdue.isEmpty, "\(instance.state)")
      // What now counts from the reception begins for those that wait there; all else runs on as it was.
      let begun = landing.deadlines.filter { $0.effect != .kept }.map { "\($0.name) \($0.effect)" }
      let expected = instance.state == "ontvangen" ? ["toetsing started", "kennisgeving started"] : []
      #expect(begun == expected, "\(instance.state)")
    }
    let waiting = move.from.rootMachine?.states.filter { !$0.value.isFinal } ?? [:]
    #expect(states == Set(waiting.keys))
  }

  /// A case that was confirmed under the former version is not confirmed again, and not asked for it.
  @Test func whatWasConfirmedStaysSo() throws {
    let move = try Self.move()
    let scenarios = try ScenarioFolder(Self.folder)
    let organisations = scenarios.organisations
    let clerk = Actor(subject: "x", organisation: organisations["gemeente"]?.number ?? "", roles: ["intake"])
    let command = Command(
      cause: .command(name: "ontvangst-bevestigen", by: clerk),
      fields: ["kenmerk": .string("Z-1")]
    )
    for (instance, now) in try Self.cases(under: move.from)
    where ["ontvangen", "toetsing", "volledig"].contains(instance.state) {
      guard case .lands(let landing) = move.outcome(for: instance, at: now) else { continue }
      let moved = move.decision(landing, of: instance, plan: "", at: now).result
      let decider = Decider(
        workflow: move.to,
        directory: Directory(organisations.values),
        calendar: .standard,
        now: now
      )
      switch (instance.state, decider.decide(command, on: moved)) {
      case ("ontvangen", .accepted(let decision)): #expect(decision.result.state == "toetsing")
      case ("ontvangen", let other): Issue.record("\(other)")
      case (_, .refused(.notNow(let rules, _))): #expect(rules.map(\.dutch) == ["De ontvangst is al bevestigd."])
      case (let state, let other): Issue.record("\(state): \(other)")
      }
    }
  }
}
