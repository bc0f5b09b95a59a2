/// Which numbers of events a client was told, by the rule of `docs/events.md` alone.
///
/// A number holds within an epoch. One that begins with `start` takes back all numbers from there on that were given in epochs
/// before it; so what was seen under those is not seen. An epoch may be heard of late, or only in an answer to
/// `/v1/gebeurtenissen/stand`.
package struct EventNumbers: Sendable {
  package struct Epoch: Hashable, Sendable {
    package let name: String
    package let start: Int64

    package init(name: String, start: Int64) {
      self.name = name
      self.start = start
    }
  }

  /// Where an event stands.
  package struct Place: Hashable, Sendable {
    package let epoch: String
    package let number: Int64

    package init(epoch: String, number: Int64) {
      self.epoch = epoch
      self.number = number
    }
  }

  /// In their order.
  package private(set) var epochs: [Epoch] = []
  /// In which epoch each number was seen.
  private var seen: [Int64: String] = [:]
  /// The last number that there is, as far as is known.
  package private(set) var last: Int64 = 0
  /// Up to and including it, none is missing.
  private var whole: Int64 = 0

  package init() {}

  /// Takes note of an epoch.
  /// - Returns: whether it was not known.
  package mutating func learn(_ epoch: Epoch) -> Bool {
    let place = epochs.firstIndex { $0.name >= epoch.name } ?? epochs.endIndex
    guard place == epochs.endIndex || epochs[place].name != epoch.name else { return false }
    epochs.insert(epoch, at: place)
    seen = seen.filter { $0.key < epoch.start || $0.value >= epoch.name }
    whole = min(whole, epoch.start - 1)
    advance()
    // What the epoch before still owed is owed in this one.
    if place == epochs.endIndex - 1 { last = epoch.start - 1 }
    return true
  }

  /// Whether no later epoch took it back.
  package func holds(_ place: Place) -> Bool {
    !epochs.contains { $0.name > place.epoch && $0.start <= place.number }
  }

  /// Takes note of an event.
  /// - Returns: whether its number holds.
  package mutating func note(_ place: Place) -> Bool {
    guard holds(place) else { return false }
    seen[place.number] = max(place.epoch, seen[place.number] ?? "")
    last = max(last, place.number)
    advance()
    return true
  }

  private mutating func advance() { while seen[whole + 1] != nil { whole += 1 } }

  /// Takes note of how far an epoch was told.
  package mutating func tell(_ place: Place) {
    if place.epoch == epochs.last?.name { last = max(last, place.number) }
  }

  /// At most so many of the numbers that are missing, the first ones.
  package func missing(atMost count: Int = .max) -> [Int64] {
    guard whole < last else { return [] }
    var missing: [Int64] = []
    for number in whole + 1...last where seen[number] == nil {
      missing.append(number)
      if missing.count == count { break }
    }
    return missing
  }
}
