import Outbox

/// What the partner was told, by the numbers that hold now: as the service keeps it for whoever asks again.
struct ToldEvents {
  /// An event, in the epoch in which it has its number.
  struct Entry {
    let event: OutboxEvent
    let epoch: Epoch
  }

  private(set) var epoch: Epoch
  /// The epochs before it, the first one first.
  private(set) var former: [Epoch] = []
  /// In the order of their numbers, from 1 on.
  private(set) var entries: [Entry] = []

  init(in epoch: Epoch) { self.epoch = epoch }

  /// The number of the last event.
  var last: Int64 { Int64(entries.count) }

  /// - Parameter event: has the next number.
  mutating func add(_ event: OutboxEvent) { entries.append(Entry(event: event, epoch: epoch)) }

  /// What was told from the number on with which it begins is undone.
  mutating func begin(_ next: Epoch) {
    entries = Array(entries.prefix(Int(next.start) - 1))
    former.append(epoch)
    epoch = next
  }
}
