import CaseCore
import Development
import Foundation
import OrderedCollections
import Server
package import WorkflowFiles

/// Plays one scenario through the entrances of the service: REST, and the queues of partners.
///
/// A scenario has dates of its own; the clock only goes forward. So the whole story is moved to later by whole weeks: the
/// days of the week stay what they were. Holidays do not, and a deadline may come some days later than in the scenario;
/// where the scenario waits for one, the player lets time pass until it has come.
package struct StoryPlayer {
  private let story: Scenario
  private let stage: Stage
  private let queued: Set<Int>
  private var isBegun = false
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
    for (_, partner) in stage.partners.all { partner.received.beginStory() }
  }

  private mutating func play(_ step: Scenario.Step, at place: Int) async throws {
    now = moment(of: step)
    try await pass(until: now)
    guard let sent = step.command else { return try await wait(for: step) }
    try await show(sent, overQueue: queued.contains(place), expecting: step.expectation)
  }

  private func moment(of step: Scenario.Step) -> Instant {
    switch step.moment {
    case .at(let instant): instant.later(days: shift)
    case .after(let length): now.adding(length)
    case .now: now
    }
  }

  // MARK: - Time

  /// Lets time pass, stopping at every deadline of the case on the way.
  private func pass(until moment: Instant) async throws {
    while let due = try await nextDue(), due <= moment, due > (try await stage.now()) { try await stage.move(to: due) }
    try await stage.move(to: moment)
    let told = stage.takeTold()
    guard !told.isEmpty else { return }
    stage.screen.step(try await day(), who: "the clock", what: "", result: label(try await state()))
    stage.screen.told(told)
  }

  private func nextDue() async throws -> Instant? {
    let now = try await stage.now()
    return try await observed()?.deadlines.filter { $0 > now }.min()
  }

  private mutating func wait(for step: Scenario.Step) async throws {
    guard let state = step.expectation.state else { return }
    for _ in 0..<Self.patience {
      if try await self.state() == state { return }
      now = now.later(days: 1)
      try await pass(until: now)
    }
    guard try await self.state() == state else { throw DemoFailure("\(place(step)): the case is not in «\(state)»") }
  }

  // MARK: - Who looks, and under which id

  /// The case's id for an organisation: what the events in its queue call it. One that was never told does not know the
  /// case, and can only guess.
  private func id(for organisation: String) -> String {
    stage.partners.all[organisation]?.received.current ?? UUID().uuidString.lowercased()
  }

  /// Someone who may read the case now, with its id for them: who once could may have left.
  private func observed() async throws -> CaseClient.CaseState? {
    for (name, partner) in stage.partners.all {
      let roles = partner.organisation.roles.filter { stage.workflow.roles[$0]?.access == .party }
      guard let id = partner.received.current, !roles.isEmpty else { continue }
      let observer = Actor(subject: "observer@\(name)", organisation: partner.organisation.number, roles: roles)
      if let state = try await stage.client.read(id, as: observer), state.state != nil { return state }
    }
    return nil
  }

  /// The state of the case; the last known one when its content was destroyed.
  private func state() async throws -> String {
    try await observed()?.state ?? ""
  }

  private func label(_ state: String) -> String { stage.workflow.rootMachine?.states[state]?.label ?? state }

  private func day() async throws -> String { "\(Amsterdam.date(at: try await stage.now()))" }

  private func place(_ step: Scenario.Step) -> String { "\(step.file):\(step.line)" }

  // MARK: - Commands

  private mutating func show(
    _ sent: Scenario.SentCommand,
    overQueue: Bool,
    expecting expected: Scenario.Expectation
  ) async throws {
    _ = stage.takeTold()
    let answer = try await give(sent, overQueue: overQueue)
    let label = definition(of: sent)?.label ?? sent.name
    switch (answer, expected.refusal) {
    case (.accepted(let accepted), nil):
      isBegun = true
      try await stage.settle()
      let told = stage.takeTold()
      // What a child's command reached is the state of that child; destroyed content cannot be read.
      let state = sent.child == nil ? accepted.state : try await state()
      stage.screen.step(try await day(), who: sent.organisation, what: label, result: self.label(state))
      stage.screen.told(told)
      try check(told, state: state, expected)
    case (.refused(let refusal), let wanted?):
      stage.screen.step(try await day(), who: sent.organisation, what: label, result: "refused \(refusal)")
      try wanted.check(refusal)
    case (.refused(let refusal), nil):
      throw DemoFailure("«\(label)» was refused \(refusal)")
    case (.accepted, _?):
      throw DemoFailure("«\(label)» should have been refused")
    }
  }

  private func check(
    _ told: [(partner: String, events: [String])],
    state: String,
    _ expected: Scenario.Expectation
  ) throws {
    if let wanted = expected.state, wanted != state {
      throw DemoFailure("the case is in «\(state)», not in «\(wanted)»")
    }
    guard let wanted = expected.told else { return }
    let found = Dictionary(uniqueKeysWithValues: told.map { ($0.partner, $0.events) })
    guard found == Dictionary(uniqueKeysWithValues: wanted.map { ($0.key, $0.value) }) else {
      throw DemoFailure("told to \(found), and not to \(wanted)")
    }
  }

  private func give(_ sent: Scenario.SentCommand, overQueue: Bool) async throws -> CommandAnswer {
    let command = CommandRequest(
      sent.name,
      child: sent.child,
      ground: sent.ground,
      fields: sent.json(story.organisations, of: stage.workflow, later: shift),
      on: isBegun ? id(for: sent.organisation) : nil,
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
