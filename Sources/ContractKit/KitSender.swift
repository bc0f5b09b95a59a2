import AMQP
import CaseCore
import Foundation
import Outbox

/// Puts events into the partner's queue as the service does.
struct KitSender: Sendable {
  struct NotTaken: Error {}

  static let source = EventSource(operatorNumber: "00000099000000000000", baseURL: "https://casusregie.example")

  let queue: String
  let publisher: AMQPPublisher

  func send(_ event: OutboxEvent, in epoch: Epoch) async throws {
    try await send(CloudEvent.json(event, in: epoch, from: Self.source), as: event.id)
  }

  /// - Parameter last: the number of the last event before it.
  func sendStanding(last: Int64, in epoch: Epoch) async throws {
    let (id, standing) = (UUID(), EventHistory.Standing(epoch: epoch, last: last, oldest: nil))
    try await send(CloudEvent.standing(standing, id: id, at: .ofKit, from: Self.source), as: id)
  }

  private func send(_ body: [UInt8], as id: UUID) async throws {
    var properties = AMQPProperties()
    properties.contentType = CloudEvent.contentType
    properties.messageID = id.lowercaseText
    let outcome = try await publisher.publish(AMQPMessage(routingKey: queue, properties: properties, body: body))
    guard outcome == .confirmed else { throw NotTaken() }
  }
}

extension Instant {
  /// Now, by the clock of the machine on which the kit runs.
  static var ofKit: Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
}
