import Foundation
import Outbox

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
  /// The last number that was given, and the last that the broker has confirmed.
  var lastNumber: Int64 = 0
  var confirmedNumber: Int64 = 0
  /// How often in a row it could not be told, why in one word, and when that is tried again.
  var failures = 0
  var trouble: String?
  var nextTry: Date?
  /// Commands that were refused in the last ``Outbox/InboxStandingStore/days`` days, by code, and how many today.
  var refused: [String: Int] = [:]
  var refusedToday = 0
  /// Of the queue of its events; `nil` when the broker is away or there is no such queue.
  var depth: Depth?
  /// For how long its queue has had messages of which nobody took any.
  var unread: Duration = .zero
  /// When it was last seen to read its queue; `nil` when it was not.
  var readAt: Date?
  /// What it has in transactions; `nil` when nobody looks, or the broker does not say.
  var transactions: TransactionUse?
  /// When the oldest of its keys in force was registered; `nil` when it has none.
  var keysSince: Date?

  /// What of the delivery to it is past its limit, each in one word. One that is shut out reads nothing, and that is meant.
  func excesses(_ limits: PartnerWatch.Settings) -> [String] {
    var excesses: [String] = []
    if oldest > limits.oldest { excesses.append("age") }
    if waiting > Int64(limits.waiting) { excesses.append("waiting") }
    if failures > limits.failures, !isWithoutAnswer { excesses.append("failures") }
    guard !isSuspended, let depth else { return excesses }
    if depth.messages > limits.messages { excesses.append("queue") }
    if unread > limits.unread { excesses.append("unread") }
    return excesses
  }

  /// The same of its commands.
  func commandExcesses(_ limits: PartnerWatch.Settings) -> [String] {
    (refusedToday > limits.refused ? ["refused"] : [])
      // None at all is allowed.
      + (transactions.map { $0.channels > 0 } ?? false ? ["transactions"] : [])
  }

  /// A broker that is away has an alarm of its own, and what it keeps from partners shows by its age.
  private var isWithoutAnswer: Bool { trouble == Trouble.withoutAnswer }
}

extension PartnerStanding {
  /// What the outbox knows of it.
  init(_ outbox: OutboxStatistics, deadLetters: Int, commandsWait: Duration?) {
    self.init(
      organisation: outbox.organisation,
      waiting: outbox.waiting,
      oldest: .microseconds(outbox.oldestMicroseconds),
      isSuspended: outbox.isSuspended,
      deadLetters: deadLetters,
      commandsWait: commandsWait
    )
    (lastNumber, confirmedNumber) = (outbox.lastSequence, outbox.confirmedSequence)
    (failures, trouble, nextTry) = (outbox.failures, outbox.trouble, outbox.retriesAt)
  }
}
