import CaseCore
public import Foundation
public import Messaging
import Outbox
import StoreBase

/// How a partner is: what waits for it, what waits of it, and what is wrong. Nothing in it says what any of that is about.
public struct PartnerStatus: Sendable, Encodable {
  public let organisation: String
  public let name: String
  public let suspended: Bool
  /// Events that the broker has not confirmed.
  public let waiting: Int64
  /// For how long the oldest of them has waited, in seconds.
  public let oldestSeconds: Double
  /// The last number that was given, and the last that the broker has confirmed.
  public let lastNumber: Int64
  public let confirmedNumber: Int64
  /// How often in a row it could not be told, why in one word, and when that is tried again.
  public let failures: Int
  public let trouble: String?
  public let nextTry: Date?
  /// The queue of its events, the one that it has to empty first, and the queue that its commands come in by; `nil` for one that is not
  /// there.
  public internal(set) var events: QueueDepth?
  public internal(set) var formerEvents: QueueDepth?
  public internal(set) var commands: QueueDepth?
  /// What it has in transactions, which the contract forbids: channels, and messages that are in the broker's memory; `nil` when the broker did
  /// not say.
  public internal(set) var transactionalChannels: Int?
  public internal(set) var uncommittedMessages: Int64?
  /// When it was last seen to read the queue of its events, to the minute; `nil` when it was not.
  public let lastRead: Date?
  /// How many cases have commands that wait, for how many seconds the first of them, and why in one word.
  public let commandsWait: Wait?
  /// Commands that were refused in the last 30 days, by code.
  public let refused: [String: Int]
  /// Messages of it that could not be read, and wait for somebody.
  public let deadLetters: Int
  /// A broker user of before that still works.
  public let formerUser: String?

  public struct Wait: Sendable, Encodable {
    public let cases: Int
    public let seconds: Double
    public let reason: String
  }
}

extension PartnerStatus {
  /// What the database knows.
  struct Records {
    let statistics: [String: OutboxStatistics]
    let waits: [String: InboxStandingStore.Wait]
    let refusals: [String: [InboxStandingStore.Refusals]]
    let deadLetters: [String: Int]
    let readings: [String: ReadingStore.Reading]
  }

  init(_ registered: OrganisationStore.Registered, _ records: Records) {
    let number = registered.organisation.number
    let outbox = records.statistics[number]
    organisation = number
    name = registered.organisation.name
    suspended = registered.isSuspended
    waiting = outbox?.waiting ?? 0
    oldestSeconds = Double(outbox?.oldestMicroseconds ?? 0) / 1_000_000
    lastNumber = outbox?.lastSequence ?? 0
    confirmedNumber = outbox?.confirmedSequence ?? 0
    failures = outbox?.failures ?? 0
    trouble = outbox?.trouble
    nextTry = outbox?.retriesAt
    commandsWait = records.waits[number].map {
      Wait(cases: $0.lanes, seconds: $0.age / .seconds(1), reason: $0.reason)
    }
    refused = Dictionary((records.refusals[number] ?? []).map { ($0.code, $0.count) }, uniquingKeysWith: +)
    deadLetters = records.deadLetters[number] ?? 0
    formerUser = registered.formerUser
    lastRead = records.readings[number]?.readAt
  }
}
