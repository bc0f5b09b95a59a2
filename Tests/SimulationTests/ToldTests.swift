import CaseCore
import Foundation
import OrderedCollections
import SeededRandom
import Testing
import WorkflowFiles

@testable import CaseReading
@testable import Simulation

/// Whoever may read something that a step changes is told of the step.
@Suite struct ToldTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))

  /// The streams of ``ProjectionTests`` are held against the same over many more histories; here a failure says just this.
  @Test(arguments: Shipped.workflows) func whoSeesAChangeIsTold(_ folder: String) throws {
    var histories = try Histories(folder, seed: Self.seed)
    var seen: Set<Case> = []
    for number in 1...(histories.scenarios.count + 15) {
      let isScenario = number <= histories.scenarios.count
      let history = isScenario ? histories.scenarios[number - 1] : histories.next(steps: 40)
      // Scenarios and walks go on from others: each step is looked at once.
      for step in history.steps where seen.insert(step.after).inserted {
        let untold = step.readersOfChanges(except: Set(step.decision.notices.map(\.organisation)))
        #expect(untold == [], "seed \(Self.seed), history \(number), \(step.command.cause)")
      }
    }
    #expect(seen.count > 500)
  }

  @Test("Other settings: whoever sees a deadline that changes is told, and nobody else", arguments: Shipped.workflows)
  func settings(_ folder: String) throws {
    var histories = try Histories(folder, seed: Self.seed)
    var random = SeededGenerator(seed: Self.seed)
    var (told, untold) = (0, 0)
    let scenarios = histories.scenarios
    for number in 1...(scenarios.count + 40) {
      let history = number <= scenarios.count ? scenarios[number - 1] : histories.next(steps: 40)
      for step in history.steps where random.once(in: 8) {
        guard let settings = try step.settings(using: &random) else { continue }
        let decider = Decider(
          workflow: step.environment.workflow,
          directory: step.environment.directory,
          deadlineSettings: settings,
          now: step.at
        )
        guard let recalculation = decider.recalculate(step.after) else { continue }
        let heard = Set(recalculation.decision.notices.map(\.organisation))
        let changed = Set(recalculation.deadlines.map(\.name))
        for reader in step.environment.directory.organisations.values {
          let saw = step.after.deadlines(seenBy: reader, decider)
          let sees = recalculation.decision.result.deadlines(seenBy: reader, decider)
          let isShown = !changed.isDisjoint(with: saw.union(sees))
          #expect(
            heard.contains(reader.number) == isShown,
            "seed \(Self.seed), history \(number), \(reader.number), \(changed)"
          )
          if isShown { told += 1 } else if step.after.party(reader.number) != nil { untold += 1 }
        }
      }
    }
    // Of a permit nearly all lengths are the law's, and cannot be set.
    #expect(told > 20 && untold > 0 || !folder.contains("pga"), "seed \(Self.seed): too few to mean anything")
  }

  @Test(
    "Another version: whoever may know of the case is told",
    arguments: Shipped.workflows
  )
  func versions(_ folder: String) throws {
    var histories = try Histories(folder, seed: Self.seed)
    var random = SeededGenerator(seed: Self.seed)
    var words: [String: Int] = [:]
    let scenarios = histories.scenarios
    for number in 1...(scenarios.count + 40) {
      let history = number <= scenarios.count ? scenarios[number - 1] : histories.next(steps: 40)
      for step in history.steps where random.once(in: 3) {
        var next = step.environment.workflow
        next.version += "-next"
        let role = try #require(next.roles.keys.randomElement(using: &random))
        guard let access = next.roles[role]?.access, access != .oversight else { continue }
        if random.once(in: 2) { next.roles[role]?.access = access == .party ? .receipt : .party }
        next.changeReaders(step.after, &random)
        guard let move = try? VersionMove(from: step.environment.workflow, to: next),
          case .lands(let landing) = move.outcome(for: step.after, at: step.at)
        else { continue }
        let directory = step.environment.directory
        let decision = move.decision(landing, of: step.after, plan: "", at: step.at, directory: directory)
        let deciders = [step.environment.workflow, next].map {
          Decider(workflow: $0, directory: directory, calendar: step.environment.calendar, now: step.at)
        }
        for organisation in step.after.organisationsNow {
          guard var reader = directory.organisations[organisation] else { continue }
          reader.roles = reader.roles.filter { next.roles[$0]?.access != .oversight }
          let views = [
            ReaderView(step.after, for: reader, by: deciders[0]),
            ReaderView(decision.result, for: reader, by: deciders[1]),
          ]
          let event = decision.notices.first { $0.organisation == organisation }?.event
          let isKnown = views.map { $0.shown != nil }
          let comment = "seed \(Self.seed), history \(number), \(organisation), \(role)"
          switch (isKnown[0], isKnown[1]) {
          case (true, false): #expect(event == Event.left, "\(comment)")
          case (false, true): #expect(event == Event.joined, "\(comment)")
          default: #expect((event != nil) == (views[0] != views[1]), "\(comment)")
          }
          words[event ?? "", default: 0] += 1
        }
      }
    }
    #expect(words[Event.updated] != nil, "seed \(Self.seed): \(words)")
  }
}

extension Workflow {
  /// Opens the present state of a case, or of a child of it, to one more role, or closes it to one. Oversight reads everything anyhow.
  fileprivate mutating func changeReaders(_ instance: Case, _ random: inout SeededGenerator) {
    guard let part = instance.instances.randomElement(using: &random)?.instance,
      let role = roles.filter({ $1.access != .oversight }).keys.randomElement(using: &random)
    else { return }
    var audience = machines[part.machine]?.states[part.state]?.audience ?? []
    if let index = audience.firstIndex(of: role) { audience.remove(at: index) } else { audience.append(role) }
    machines[part.machine]?.states[part.state]?.audience = audience
  }
}

extension Case {
  /// The organisations that take part, each once.
  fileprivate var organisationsNow: Set<String> {
    Set(instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation))
  }

  /// The deadlines that an organisation is shown, by its roles but those of oversight.
  fileprivate func deadlines(seenBy reader: Organisation, _ decider: Decider) -> Set<DeadlineName> {
    let roles = reader.roles.filter { decider.workflow.roles[$0]?.access != .oversight }
    let actor = Actor(subject: "somebody", organisation: reader.number, roles: roles)
    return Set(CaseView(self, as: UUID(), for: actor, by: decider)?.deadlines.map(\.name) ?? [])
  }
}

extension Step {
  /// Settings in which one deadline of the workflow has another length; `nil` when it cannot have that: not each can have each.
  fileprivate func settings(using random: inout SeededGenerator) throws -> DeadlineSettings? {
    let workflow = environment.workflow
    let (machine, parts) = try #require(
      workflow.machines.filter { !$1.deadlines.isEmpty }.randomElement(using: &random)
    )
    let name = try #require(parts.deadlines.keys.randomElement(using: &random))
    let place = SettingPlace(workflow: workflow.key, region: nil, caseType: nil, deadline: .init(name, of: machine))
    let setting = DeadlineSetting(length: try Length(.random(in: 1...9, using: &random), .weeks))
    let surroundings = DeadlineSettings.Surroundings(
      workflows: [workflow],
      regions: Set(environment.directory.organisations.values.map(\.region)),
      today: Amsterdam.date(at: at)
    )
    // What is refused is no setting here.
    return try? DeadlineSettings(calendar: environment.calendar).applying([.set(place, setting)], in: surroundings)
  }
}
