import Foundation

/// How one partner is at a moment.
struct PartnerStanding: Sendable {
  struct Depth: Sendable {
    /// Ready for delivery.
    let messages: Int
    let consumers: Int
  }

  let organisation: String
  let waiting: Int64
  /// The age of the oldest event that waits.
  let oldest: Duration
  let isSuspended: Bool
  let deadLetters: Int
  /// For how long commands of it have waited; `nil` when none does.
  let commandsWait: Duration?
  /// Of the queue of its events; `nil` when the broker is away or there is no such queue.
  var depth: Depth?
  /// For how long its queue has had messages of which nobody took any.
  var unread: Duration = .zero
  /// When it was last seen to read its queue; `nil` when it was not.
  var readAt: Date?

  /// What is past its limit, each in one word. One that is shut out reads nothing, and that is meant.
  func excesses(_ limits: PartnerWatch.Settings) -> [String] {
    var excesses: [String] = []
    if oldest > limits.oldest { excesses.append("age") }
    if waiting > Int64(limits.waiting) { excesses.append("waiting") }
    guard !isSuspended, let depth else { return excesses }
    if depth.messages > limits.messages { excesses.append("queue") }
    if unread > limits.unread { excesses.append("unread") }
    return excesses
  }
}
