import Outbox
import SeededRandom

/// How the events of an epoch reach the partner: some never, some twice, some late.
struct PlayedEpoch {
  let epoch: Epoch
  /// In the order in which they are sent.
  private(set) var sent: [OutboxEvent] = []
  /// Those that come when the next epoch has begun.
  private(set) var afterwards: [OutboxEvent] = []
  private(set) var lost: [Int64] = []
  private(set) var doubled: [Int64] = []
  private(set) var late: [Int64] = []
  private var held: [(event: OutboxEvent, after: Int)] = []

  /// - Parameter outcomes: by number, of those that are not left to chance.
  init(_ epoch: Epoch, _ events: [OutboxEvent], outcomes: [Int64: DeliveryOutcome], random: inout SeededGenerator) {
    self.epoch = epoch
    for event in events {
      let chance = DeliveryOutcome.random(using: &random)
      send(event, outcomes[event.sequence] ?? chance, random: &random)
    }
    sent += held.map(\.event)
    held = []
  }

  private mutating func send(_ event: OutboxEvent, _ outcome: DeliveryOutcome, random: inout SeededGenerator) {
    switch outcome {
    case .once: sent.append(event)
    case .lost: lost.append(event.sequence)
    case .twice:
      doubled.append(event.sequence)
      sent += [event, event]
    case .late:
      late.append(event.sequence)
      held.append((event, Int.random(in: 1...4, using: &random)))
      return
    case .afterwards:
      late.append(event.sequence)
      afterwards.append(event)
    }
    for place in held.indices { held[place].after -= 1 }
    sent += held.filter { $0.after <= 0 }.map(\.event)
    held.removeAll { $0.after <= 0 }
  }
}
