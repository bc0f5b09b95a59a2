/// The messages that were sent and not answered yet, by delivery tag.
///
/// The broker counts the messages of a channel from 1 and answers with those numbers, in any order, and with `multiple` for
/// all up to one. A message without an answer does not delay the others: only their number is bounded, so the tags may be
/// far apart, hence a dictionary.
package struct ConfirmWindow<Entry> {
  package let capacity: Int
  private var entries: [UInt64: Entry] = [:]
  /// All tags below it are settled.
  private var lowest: UInt64 = 1
  private var next: UInt64 = 1

  package init(capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  package var isFull: Bool { entries.count >= capacity }
  package var isEmpty: Bool { entries.isEmpty }
  package var count: Int { entries.count }

  package mutating func sent(_ entry: Entry) {
    entries[next] = entry
    next += 1
  }

  /// Returns the entries that an answer settles, the oldest first. A tag that was never sent or has been settled settles
  /// nothing.
  package mutating func settle(_ tag: UInt64, multiple: Bool) -> [Entry] {
    guard multiple else { return entries.removeValue(forKey: tag).map { [$0] } ?? [] }
    // Tag 0 with `multiple` means: all so far.
    let last = tag == 0 ? next - 1 : min(tag, next - 1)
    guard last >= lowest else { return [] }
    let settled = (lowest...last).compactMap { entries.removeValue(forKey: $0) }
    lowest = last + 1
    return settled
  }

  /// Changes the oldest entry that `matches`; false when there is none.
  package mutating func updateFirst(where matches: (Entry) -> Bool, _ change: (inout Entry) -> Void) -> Bool {
    for tag in lowest..<next {
      guard var entry = entries[tag], matches(entry) else { continue }
      change(&entry)
      entries[tag] = entry
      return true
    }
    return false
  }

  /// Removes the entries that `matches`; a late answer to them settles nothing.
  package mutating func remove(where matches: (Entry) -> Bool) -> [Entry] {
    let removed = entries.filter { matches($0.value) }
    for tag in removed.keys { entries[tag] = nil }
    return Array(removed.values)
  }

  /// The channel is new: nothing is outstanding and its numbers start again.
  package mutating func reset() -> [Entry] {
    let lost = entries.sorted { $0.key < $1.key }.map(\.value)
    self = ConfirmWindow(capacity: capacity)
    return lost
  }
}
