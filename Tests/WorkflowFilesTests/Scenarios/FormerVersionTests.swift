import CaseCore
import DutchMessages
import Foundation
import OrderedCollections
import Testing
import WorkflowFiles

/// Cases that began under a former version of a shipped workflow move to the present one: wherever a scenario brings them.
///
/// It must fail when a part of the present version loses the name that it had, when the retention of a case that was decided is counted anew,
/// and when what is asked of a case relies on what its former version did not record.
@Suite struct FormerVersionTests {
  private static let folder = "\(Shipped.root)/aanvraag-omgevingsvergunning"

  private static let versions = ["1.1.0", "1.2.0", "1.3.0"]

  private static func move(from version: String) throws -> VersionMove {
    let former = Kept.former.appendingPathComponent("aanvraag-omgevingsvergunning-\(version).yaml")
    let before = try WorkflowFile.load(String(contentsOf: former, encoding: .utf8), name: "former.yaml")
    return try VersionMove(from: before, to: WorkflowFolder.load(folder).workflow)
  }

  /// How commands and fields were called until 1.3.0.
  private static let formerNames = [
    "vernietiging-opschorten": "vernietiging-aanhouden", "opschorting-opheffen": "aanhouding-opheffen",
    "opgeschort-tot": "aanhouden-tot",
  ]

  /// Every case of every scenario, after every step, under the former version: with what that had of commands and fields.
  private static func cases(under workflow: Workflow) throws -> [(instance: Case, at: Instant)] {
    let scenarios = try ScenarioFolder(folder)
    var cases: [(instance: Case, at: Instant)] = []
    for name in scenarios.names {
      var scenario = try scenarios.scenario(name)
      for step in scenario.steps.indices {
        scenario.steps[step].command = scenario.steps[step].command.map { former($0, in: workflow) }
      }
      ScenarioRun.play(scenario, workflow: workflow) { attempt in
        if case .accepted(let decision) = attempt.outcome { cases.append((decision.result, attempt.at)) }
      }
    }
    return cases
  }

  private static func former(_ sent: Scenario.SentCommand, in workflow: Workflow) -> Scenario.SentCommand {
    var former = sent
    former.name = formerNames[sent.name] ?? sent.name
    let known =
      workflow.machine(of: former.name).flatMap { workflow.machines[$0]?.commands[former.name]?.fields } ?? [:]
    former.fields = sent.fields.reduce(into: [:]) { fields, field in
      let name = formerNames[field.key] ?? field.key
      if known[name] != nil { fields[name] = field.value }
    }
    return former
  }

  /// What begins in a state with the move. Where a case was decided the term for objections is counted from the move, because on which day the
  /// decision was made known was not recorded; that a reception is waited for was new in 1.2.0. All else runs on as it was.
  private static func begun(in state: String, from version: String) -> [String] {
    switch state {
    case "besloten": ["bewaren-na-bezwaar started", "bezwaartermijn started"]
    case "buiten-behandeling": ["bezwaartermijn started"]
    case "ontvangen" where version == "1.1.0": ["kennisgeving started", "toetsing started"]
    default: []
    }
  }

  /// Cases run under it until they are moved: what the language gains takes nothing of it away.
  @Test func everyPublishedVersionIsStillSound() throws {
    #expect(Set(Self.versions).isSubset(of: Kept.versions(of: "aanvraag-omgevingsvergunning")))
    let names = try FileManager.default.contentsOfDirectory(atPath: Kept.former.path).sorted()
    #expect(names.count >= 5)
    for name in names {
      let text = try String(contentsOf: Kept.former.appendingPathComponent(name), encoding: .utf8)
      let workflow = try WorkflowFile.load(text, name: name)
      #expect(name == "\(workflow.key)-\(workflow.version).yaml")
    }
  }

  @Test(arguments: versions) func everyCaseMoves(_ version: String) throws {
    let move = try Self.move(from: version)
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
      let begun = landing.deadlines.filter { $0.effect != .kept }.map { "\($0.name) \($0.effect)" }.sorted()
      #expect(begun == Self.begun(in: instance.state, from: version), "\(instance.state)")
    }
    let waiting = move.from.rootMachine?.states.filter { !$0.value.isFinal } ?? [:]
    #expect(states == Set(waiting.keys))
  }

  /// What was called aanhouding goes on as opschorting-vernietiging, until the same day.
  @Test(arguments: versions) func whatIsSuspendedIsUntilTheSameDay(_ version: String) throws {
    let move = try Self.move(from: version)
    let (old, new) = ("aanhouding", "opschorting-vernietiging")
    var count = 0
    for (instance, now) in try Self.cases(under: move.from) where instance.root.deadlines[old] != nil {
      guard case .lands(let landing) = move.outcome(for: instance, at: now) else { continue }
      let moved = move.decision(landing, of: instance, plan: "", at: now).result.root
      #expect(moved.deadlines[old] == nil && moved.facts[old] == nil)
      #expect(moved.deadlines[new] == instance.root.deadlines[old])
      #expect(
        moved.facts[new] == .choice("lopend") && moved.facts["opgeschort-tot"] == instance.root.facts["aanhouden-tot"]
      )
      count += 1
    }
    #expect(count > 2)
  }

  /// To whom a case was handed over or sent on is not recorded in one of a former version: whoever takes part in the role still answers.
  @Test(
    arguments: versions,
    [
      ["overdracht", "behandelaar", "overdracht-aanvaarden"],
      ["doorgezonden", "bevoegd-gezag", "doorzending-bevestigen"],
    ]
  )
  func whoWasAskedCanStillAnswer(_ version: String, _ step: [String]) throws {
    let move = try Self.move(from: version)
    let directory = Directory(try ScenarioFolder(Self.folder).organisations.values)
    let (state, role, command) = (step[0], step[1], step[2])
    var count = 0
    for (instance, now) in try Self.cases(under: move.from) where instance.state == state {
      guard instance.root.facts["doorzending"] != .choice("bevestigd"),
        case .lands(let landing) = move.outcome(for: instance, at: now)
      else { continue }
      let asked = try #require(instance.organisations(in: [role], of: move.from, by: directory).first)
      let given = Command(
        cause: .command(name: command, by: Actor(subject: "x", organisation: asked, roles: [role])),
        fields: [state == "overdracht" ? "behandelaar" : "kenmerk": .string("Z-1")]
      )
      let decider = Decider(workflow: move.to, directory: directory, calendar: .standard, now: now)
      let moved = move.decision(landing, of: instance, plan: "", at: now).result
      guard case .accepted = decider.decide(given, on: moved) else {
        Issue.record("\(state): \(decider.decide(given, on: moved))")
        continue
      }
      count += 1
    }
    #expect(count > 0)
  }

  /// A case that was confirmed under the former version is not confirmed again, and not asked for it.
  @Test func whatWasConfirmedStaysSo() throws {
    let move = try Self.move(from: "1.1.0")
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
