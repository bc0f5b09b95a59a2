import AMQP
import CaseCore
import Foundation
import Inbox
import OrderedCollections
import Outbox
import StoreBase
import StrictJSON

/// Sends events as the service does, and answers commands.
struct KitPlayer: Sendable {
  struct NotTaken: Error {}

  private static let source = EventSource(operatorNumber: "00000099000000000000", baseURL: "https://casusregie.example")
  private static let epoch = Epoch(name: "20261129T151800123456Z", start: 1)

  let broker: KitBroker
  let publisher: AMQPPublisher
  let keys: MessageKeys
  let owner: OwnerKeys

  private var inbox: InboxOwner {
    InboxOwner(number: KitBroker.partner, queue: broker.names.commands)
  }

  func play(_ events: PlayedEvents) async throws {
    for event in events.sent { try await send(event) }
  }

  /// Takes messages until so many different commands came, or the time is over, and answers each.
  /// - Parameter events: what was played before, and is asked for again.
  /// - Returns: what is wrong with them.
  func take(
    _ count: Int,
    from connection: AMQPConnection,
    within limit: Duration,
    after events: PlayedEvents,
    _ say: @escaping @Sendable (String) -> Void
  ) async throws -> [String] {
    let deliveries = try await connection.consume(broker.names.commands)
    let timer = Task {
      // Ends early only when cancelled: then all that was waited for has come.
      try? await Task.sleep(for: limit)
      await deliveries.cancel()
    }
    defer { timer.cancel() }
    var (faults, seen, number) = ([String](), 0, events.count)
    var review = CommandReview(keys: keys, owner: inbox, signing: owner.signing)
    var answers = EventAnswers(events, in: Self.epoch, from: Self.source)
    for try await delivery in deliveries {
      let finding = review.look(at: delivery, now: Date().timeIntervalSince1970)
      number += 1
      try await answer(finding, number, &answers)
      await delivery.ack()
      let name = finding.name
      say("\(name): \(finding.faults.isEmpty ? "well made" : "\(finding.faults.count) faults")")
      faults += finding.faults.map { "\(name): \($0)" }
      if finding.counts { seen += 1 }
      if seen == count { break }
    }
    let forgotten = events.lost.filter { !answers.asked.contains($0) }
    if !events.lost.isEmpty { say("of the events that were lost, not asked for: \(forgotten)") }
    // It has a moment to read what it was answered.
    try await settle(connection, within: .seconds(30))
    return faults + (seen < count ? ["\(seen) of \(count) commands came in \(limit)"] : [])
  }

  private func answer(
    _ finding: CommandReview.Finding,
    _ number: Int64,
    _ answers: inout EventAnswers
  ) async throws {
    guard let id = finding.id else {
      let answer = finding.causation.map { OutboxEvent.Answer(causation: $0, content: nil) }
      return try await send(event("opdracht.onleesbaar", number, answer))
    }
    let isQuestion = finding.kind == .ask
    let members = try isQuestion ? Self.members(finding, &answers) : Self.members(finding, id)
    let content = try ReplyContent(keys: keys, service: KitBroker.service)
      .content(members, to: id, as: isQuestion ? .question : .command, of: inbox, for: owner.encryption)
    let word = isQuestion ? "vraag.beantwoord" : "opdracht.afgehandeld"
    try await send(event(word, number, .init(causation: id, content: content)))
  }

  private static func members(
    _ question: CommandReview.Finding,
    _ answers: inout EventAnswers
  ) throws -> OrderedDictionary<String, JSON> {
    guard question.faults.isEmpty else { return ["status": 400, "inhoud": .object(problem(question.faults))] }
    return try answers.answer(question.address ?? "")
  }

  /// Of what is no question.
  private static func members(_ finding: CommandReview.Finding, _ id: UUID) -> OrderedDictionary<String, JSON> {
    guard finding.faults.isEmpty else {
      let refused: OrderedDictionary<String, JSON> = ["uitkomst": "geweigerd", "herhaalbaar": false]
      return refused.merging(problem(finding.faults)) { $1 }
    }
    if let event = finding.event {
      return ["uitkomst": "uitgevoerd", "gebeurtenis": .string(event.uuidString.lowercased())]
    }
    return [
      "uitkomst": "uitgevoerd", "id": .string((finding.subject ?? id).uuidString.lowercased()), "revisie": 1,
      "fase": "proef", "begonnenOnderdelen": [],
    ]
  }

  private static func problem(_ faults: [String]) -> OrderedDictionary<String, JSON> {
    [
      "type": "urn:casusregie:probleem:ongeldig-verzoek", "title": "Het verzoek is ongeldig", "status": 400,
      "detail": .string(faults.joined(separator: " ")), "code": "invalid",
    ]
  }

  private func event(_ word: String, _ number: Int64, _ answer: OutboxEvent.Answer?) -> OutboxEvent {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    return OutboxEvent(id: UUID(), sequence: number, subject: nil, event: word, recordedAt: now, answer: answer)
  }

  private func send(_ event: OutboxEvent) async throws {
    var properties = AMQPProperties()
    properties.contentType = CloudEvent.contentType
    properties.messageID = event.id.lowercaseText
    let body = CloudEvent.json(event, in: Self.epoch, from: Self.source)
    let outcome = try await publisher.publish(
      AMQPMessage(routingKey: broker.names.events, properties: properties, body: body)
    )
    guard outcome == .confirmed else { throw NotTaken() }
  }

  /// Waits until the client has read its events and is gone. What it holds without having acknowledged it is not counted, so an
  /// empty queue with somebody at it says nothing yet.
  private func settle(_ connection: AMQPConnection, within limit: Duration) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      let queue = try await connection.queueInfo(broker.names.events)
      if queue.messageCount == 0, queue.consumerCount == 0 { return }
      try await Task.sleep(for: .milliseconds(200))
    }
  }
}

extension CommandReview.Finding {
  fileprivate var name: String {
    let what =
      switch kind {
      case .ask: "question"
      case .acknowledge: "acknowledgement"
      case .begin, .give, nil: "command"
      }
    return id.map { "\(what) \($0.uuidString.lowercased())" } ?? "a message"
  }

  /// Whether it is one of the commands that are waited for.
  fileprivate var counts: Bool { kind?.isCommand ?? true && !isRepeated }
}
