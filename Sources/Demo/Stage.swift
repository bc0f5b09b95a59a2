import AsyncHTTPClient
package import CaseCore
import Development
import Foundation
import OrderedCollections
import Outbox
import Server
import Synchronization

/// Where stories are played: the service with its entrance, the partners, and the clock.
package final class Stage: Sendable {
  let service: RunningService
  package let partners: Partners
  let workflow: Workflow
  let screen: Screen
  let client: CaseClient
  private let days = Mutex(0)
  private let outcomes = Mutex<[QueuedOutcome: Int]>([:])

  /// - Parameter observer: is given every answer over HTTP.
  package init(
    service: RunningService,
    partners: Partners,
    workflow: Workflow,
    screen: Screen,
    observer: @escaping @Sendable (RESTAnswer) -> Void = { _ in }
  ) throws {
    self.service = service
    self.partners = partners
    self.workflow = workflow
    self.screen = screen
    client = try CaseClient(url: service.url, settings: service.settings, observer: observer)
  }

  /// How often a command went over a queue and ended so.
  package var overQueues: [QueuedOutcome: Int] { outcomes.withLock(\.self) }

  /// Gives a command over the queue of its sender. The same, asked again over REST, has no second effect and the same answer.
  /// - Parameter name: of the sender's organisation.
  /// - Throws: ``DemoFailure`` when the two answers differ.
  func giveOverQueue(_ command: CommandRequest, from name: String, named label: String) async throws -> CommandAnswer {
    guard let queue = partners.all[name]?.queue else { throw DemoFailure("\(name) gives no commands over its queue") }
    let answer = try await queue.give(command)
    let overREST = try await client.give(command)
    guard answer == overREST else {
      throw DemoFailure("«\(label)» is answered \(answer) over the queue, and \(overREST) over REST")
    }
    let refusal: String? = if case .refused(let refused) = answer { refused.code } else { nil }
    outcomes.withLock { $0[QueuedOutcome(label, refusal: refusal), default: 0] += 1 }
    return answer
  }

  /// How many days the clock was moved forward.
  var elapsedDays: Int { days.withLock { $0 } }

  func now() async throws -> Instant { try await service.administration.now() }

  /// Moves time forward to a moment; does nothing for one that has been.
  func move(to moment: Instant) async throws {
    let now = try await now()
    guard moment > now else { return }
    let distance = moment.microseconds(since: now)
    days.withLock { $0 += Int(distance / 86_400_000_000) }
    try await service.administration.advance(microseconds: distance)
    try await settle()
  }

  /// Waits until nothing is under way: no deadline is overdue, and every event is with its recipient.
  package func settle() async throws {
    for _ in 0..<1_000 {
      if try await isSettled() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw DemoFailure("after 20 seconds not everything has been delivered")
  }

  private func isSettled() async throws -> Bool {
    let standing = try await service.administration.standing()
    guard standing.overdue == 0 else { return false }
    for (_, partner) in partners.all {
      let told = standing.told[partner.organisation.number]
      guard told?.waiting == 0, try partner.received.last() == Int(told?.lastSequence ?? 0) else { return false }
    }
    return true
  }
}

/// A command that went over a queue, and how it ended.
package struct QueuedOutcome: Hashable, Sendable {
  package let command: String
  /// The code of the refusal; `nil` when the command was carried out.
  package let refusal: String?

  package init(_ command: String, refusal: String?) { (self.command, self.refusal) = (command, refusal) }
}
