import CaseCore
import Development
import Foundation
import OrderedCollections
import Server
package import WorkflowFiles

/// Plays one scenario, of one case or of several, through the entrances of the service: REST, and the queues of partners.
///
/// A scenario has dates of its own; the clock only goes forward. So the whole story is moved to later by whole weeks: the
/// days of the week stay what they were. Holidays do not, and a deadline may come some days later than in the scenario;
/// where the scenario waits for one, the player lets time pass until it has come.
package struct StoryPlayer {
  private let story: Scenario
  private let stage: Stage
  private let queued: Set<Int>
  private var cases: StoryCases
  private var now: Instant
  private var shift = 0

  /// How much longer than in the scenario a deadline may take.
  private static let patience = 21

  /// - Parameter queued: the steps that give their command over the queue of its sender, by their places in the story; the others
  ///   give it over REST.
  package init(_ story: Scenario, on stage: Stage, overQueues queued: Set<Int> = []) {
    self.story = story
    self.stage = stage
    self.queued = queued
    cases = StoryCases(stage.partners)
    now = .min
  }

  /// - Throws: at the first step that goes otherwise than the story says.
  package func play() async throws {
    var player = self
    stage.screen.title(story.label)
    try await player.begin()
    let changed = try await enlist()
    do {
      for (place, step) in story.steps.enumerated() { try await player.play(step, at: place) }
    } catch {
      try await restore(changed)
      throw error
    }
    try await restore(changed)
  }

  /// Gives organisations the roles that they have in this story, where those are not the usual ones.
  /// - Returns: the names of those that it changed.
  private func enlist() async throws -> [String] {
    var changed: [String] = []
    for (name, organisation) in story.organisations {
      guard let partner = stage.partners.all[name] else {
        throw DemoFailure("\(story.file): the organisation \(name) is no partner")
      }
      guard partner.organisation != organisation else { continue }
      _ = try await stage.service.administration.register(organisation)
      changed.append(name)
    }
    return changed
  }

  private func restore(_ names: [String]) async throws {
    for name in names {
      if let usual = stage.partners.all[name]?.organisation {
        _ = try await stage.service.administration.register(usual)
      }
    }
  }

  private mutating func begin() async throws {
    guard case .at(let start)? = story.steps.first?.moment else {
      throw DemoFailure("\(story.file): begins without a moment")
    }
    let today = Amsterdam.date(at: try await stage.now())
    let distance = today.days(since: Amsterdam.date(at: start)) + 1
    shift = max(0, (distance + 6) / 7 * 7)
    cases = StoryCases(stage.partners)
  }

  private mutating func play(_ step: Scenario.Step, at place: Int) async throws {
    now = moment(of: step)
    try await pass(until: now)
    guard let sent = step.command else {
      return try await step.moment == .now ? look(step) : wait(for: step)
    }
    try await show(sent, of: step, overQueue: queued.contains(place))
  }

  private func moment(of step: Scenario.Step) -> Instant {
    switch step.moment {
    case .at(let instant): instant.later(days: shift)
    case .after(let length): now.adding(length)
    case .now: now
    }
  }

  // MARK: - Time

  /// Lets time pass, stopping at every deadline of the cases on the way.
  private mutating func pass(until moment: Instant) async throws {
    while let (due, names) = try await nextDue(), due <= moment {
      try await stage.move(to: due)
      try cases.note(names)
    }
    try await stage.move(to: moment)
    try cases.note(Array(cases.begun))
    for (name, told) in cases.takeUnshown() {
      stage.screen.step(try await day(), who: "the clock", what: name, result: label(try await state(of: name)))
      stage.screen.told(told)
    }
  }

  /// The next moment at which a deadline is due, and of which cases.
  private func nextDue() async throws -> (due: Instant, of: [String])? {
    let now = try await stage.now()
    var next: (due: Instant, of: [String])?
    for name in cases.begun {
      guard let due = try await observed(name)?.deadlines.filter({ $0 > now }).min() else { continue }
      if let known = next, known.due < due { continue }
      next = (due, (next?.due == due ? next?.of ?? [] : []) + [name])
    }
    return next
  }

  private mutating func wait(for step: Scenario.Step) async throws {
    guard let state = step.expectation.state else { return }
    for _ in 0..<Self.patience {
      if try await self.state(of: step.caseName) == state { return }
      now = now.later(days: 1)
      try await pass(until: now)
    }
    try await hold(step, to: state)
  }

  /// A look at a case to which another one may have done something.
  private mutating func look(_ step: Scenario.Step) async throws {
    if let state = step.expectation.state { try await hold(step, to: state) }
    let told = cases.take(of: step.caseName)
    stage.screen.told(told)
    try check(told, step.expectation)
  }

  private func hold(_ step: Scenario.Step, to state: String) async throws {
    guard try await self.state(of: step.caseName) == state else {
      throw DemoFailure("\(place(step)): the case is not in «\(state)»")
    }
  }

  // MARK: - Who looks

  /// Someone who may read the case now, with its id for them: who once could may have left.
  private func observed(_ name: String) async throws -> CaseClient.CaseState? {
    for (partner, its) in stage.partners.all {
      let roles = its.organisation.roles.filter { stage.workflow.roles[$0]?.access == .party }
      guard let id = cases.id(of: name, for: partner), !roles.isEmpty else { continue }
      let observer = Actor(subject: "observer@\(partner)", organisation: its.organisation.number, roles: roles)
      if let state = try await stage.client.read(id, as: observer), state.state != nil { return state }
    }
    return nil
  }

  /// The state of the case; the last known one when its content was destroyed.
  private func state(of name: String) async throws -> String {
    try await observed(name)?.state ?? ""
  }

  private func label(_ state: String) -> String { stage.workflow.rootMachine?.states[state]?.label ?? state }

  private func day() async throws -> String { "\(Amsterdam.date(at: try await stage.now()))" }

  private func place(_ step: Scenario.Step) -> String { "\(step.file):\(step.line)" }

  // MARK: - Commands

  private mutating func show(
    _ sent: Scenario.SentCommand,
    of step: Scenario.Step,
    overQueue: Bool
  ) async throws {
    let (name, expected) = (step.caseName, step.expectation)
    _ = cases.take(of: name)
    let answer = try await give(sent, to: name, overQueue: overQueue)
    let label = definition(of: sent)?.label ?? sent.name
    switch (answer, expected.refusal) {
    case (.accepted(let accepted), nil):
      cases.begin(name)
      try await stage.settle()
      try cases.note([name], isAlone: true)
      let told = cases.take(of: name)
      _ = cases.takeUnshown()
      // What a child's command reached is the state of that child; destroyed content cannot be read.
      let state = sent.child == nil ? accepted.state : try await state(of: name)
      stage.screen.step(try await day(), who: sent.organisation, what: label, result: self.label(state))
      stage.screen.told(told)
      if let wanted = expected.state, wanted != state {
        throw DemoFailure("the case is in «\(state)», not in «\(wanted)»")
      }
      try check(told, expected)
    case (.refused(let refusal), let wanted?):
      stage.screen.step(try await day(), who: sent.organisation, what: label, result: "refused \(refusal)")
      try wanted.check(refusal)
    case (.refused(let refusal), nil):
      throw DemoFailure("«\(label)» was refused \(refusal)")
    case (.accepted, _?):
      throw DemoFailure("«\(label)» should have been refused")
    }
  }

  private func check(_ told: StoryCases.Told, _ expected: Scenario.Expectation) throws {
    guard let wanted = expected.told else { return }
    guard
      Dictionary(uniqueKeysWithValues: told.map { ($0, $1) })
        == Dictionary(uniqueKeysWithValues: wanted.map { ($0, $1) })
    else { throw DemoFailure("told to \(told), and not to \(wanted)") }
  }

  private func give(_ sent: Scenario.SentCommand, to name: String, overQueue: Bool) async throws -> CommandAnswer {
    let fields = sent.json(story.organisations, of: stage.workflow, later: shift) {
      cases.guess(of: $0, by: sent.organisation)
    }
    let command = CommandRequest(
      sent.name,
      child: sent.child,
      ground: sent.ground,
      fields: fields,
      on: cases.begun.contains(name) ? cases.guess(of: name, by: sent.organisation) : nil,
      of: stage.workflow.key,
      by: try actor(sent)
    )
    guard overQueue else { return try await stage.client.give(command) }
    return try await stage.giveOverQueue(command, from: sent.organisation, named: sent.name)
  }

  private func definition(of sent: Scenario.SentCommand) -> CommandDefinition? {
    stage.workflow.machine(of: sent.name).flatMap { stage.workflow.machines[$0]?.commands[sent.name] }
  }

  private func actor(_ sent: Scenario.SentCommand) throws -> Actor {
    guard let organisation = story.organisations[sent.organisation] else {
      throw DemoFailure("the organisation \(sent.organisation) does not exist")
    }
    return Actor(
      subject: sent.person,
      organisation: organisation.number,
      roles: [sent.role],
      authentication: Set(definition(of: sent)?.authentication ?? [])
    )
  }
}

extension Instant {
  /// The same time of day in Amsterdam so many days later.
  fileprivate func later(days: Int) -> Instant {
    let local = Amsterdam.local(at: self)
    return Amsterdam.startOfDay(local.date.adding(days: days)).adding(microseconds: local.microsecondOfDay)
  }
}
