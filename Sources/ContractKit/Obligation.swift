import Foundation
import Outbox

/// An event that the partner has to acknowledge, and whether it did: by the id of the event, or by that of a reminder of it.
struct Obligation {
  let event: OutboxEvent
  private(set) var reminder: UUID?
  private(set) var isAcknowledged = false

  init(_ event: OutboxEvent) { self.event = event }

  /// It was told again, under this id.
  mutating func remind(as id: UUID) { reminder = id }

  /// - Returns: whether this one has to be acknowledged. Done twice, it is done once.
  mutating func acknowledge(_ id: UUID) -> Bool {
    guard id == event.id || id == reminder else { return false }
    isAcknowledged = true
    return true
  }
}
