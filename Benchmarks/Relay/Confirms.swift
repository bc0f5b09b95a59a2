/// Which messages of a channel are not yet confirmed. Tags count from 1, in the order of publishing; confirms of different
/// queues come in any order.
struct Confirms {
  private(set) var outstanding = 0
  /// By tag; nothing is published under 0.
  private var isConfirmed = [true]
  /// All tags before it are confirmed.
  private var lowest = 1

  mutating func sent() {
    isConfirmed.append(false)
    outstanding += 1
  }

  mutating func confirm(upTo tag: Int, multiple: Bool) {
    for tag in (multiple ? min(lowest, tag) : tag)...tag where !isConfirmed[tag] {
      isConfirmed[tag] = true
      outstanding -= 1
    }
    while lowest < isConfirmed.count, isConfirmed[lowest] { lowest += 1 }
  }
}
