import Outbox

/// What is sent to a partner without being asked.
enum PlayedMessage {
  case event(OutboxEvent, in: Epoch)
  /// How far it was told: the number of the last event before it.
  case standing(last: Int64, in: Epoch)
}
