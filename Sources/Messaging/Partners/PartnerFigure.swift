import Foundation

/// A figure of a partner that is measured: the name of the metric, after `casusregie_partner_`.
enum PartnerFigure: String, CaseIterable, Sendable {
  case waiting = "events_waiting"
  /// In seconds; 0 when none waits.
  case oldest = "oldest_event_seconds"
  case lastNumber = "last_number"
  case confirmedNumber = "confirmed_number"
  /// In seconds since 1970; 0 when nothing keeps the relay from it.
  case nextTry = "next_try_timestamp_seconds"
  case messages = "queue_messages"
  case consumers = "queue_consumers"
  /// In seconds since 1970; 0 for one that was not seen to read.
  case lastRead = "last_read_timestamp_seconds"
  case deadLetters = "dead_letters"
  /// For how many seconds commands have waited that cannot be handled; 0 when none does.
  case commands = "commands_waiting_seconds"
  /// Channels in transaction mode; 0 when nobody looks.
  case transactions = "transactional_channels"
  /// Messages in them that were not committed; 0 when nobody looks.
  case uncommitted = "uncommitted_messages"
  /// In seconds since 1970; 0 for one without keys.
  case keysSince = "keys_since_timestamp_seconds"

  /// How often in a row it could not be told, by `reason`.
  static let failures = "failures"
  /// Commands that were refused in 30 days, by `code`.
  static let refused = "refused_commands"

  /// - Returns: `nil` for what is not known now.
  func value(of standing: PartnerStanding) -> Double? {
    switch self {
    case .waiting: Double(standing.waiting)
    case .oldest: standing.oldest / Duration.seconds(1)
    case .lastNumber: Double(standing.lastNumber)
    case .confirmedNumber: Double(standing.confirmedNumber)
    case .nextTry: standing.nextTry?.timeIntervalSince1970 ?? 0
    case .messages: standing.depth.map { Double($0.messages) }
    case .consumers: standing.depth.map { Double($0.consumers) }
    case .lastRead: standing.readAt?.timeIntervalSince1970 ?? 0
    case .deadLetters: Double(standing.deadLetters)
    case .commands: (standing.commandsWait ?? Duration.zero) / Duration.seconds(1)
    case .transactions: standing.transactions.map { Double($0.channels) }
    case .uncommitted: standing.transactions.map { Double($0.uncommitted) }
    case .keysSince: standing.keysSince?.timeIntervalSince1970 ?? 0
    }
  }
}
