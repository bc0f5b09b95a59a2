import Foundation
import OrderedCollections

/// The commands of the partner, and which of them it has to send again after a restore of the database: those whose answer that undid, and those
/// without one, in the order in which they were given.
struct UndoneCommands {
  private var given: OrderedSet<UUID> = []
  /// The number of the first answer to each.
  private var numbers: [UUID: Int64] = [:]
  private var undone: OrderedSet<UUID> = []
  private var again: OrderedSet<UUID> = []

  /// One came, for the first time or again.
  mutating func take(_ id: UUID) {
    given.append(id)
    if undone.contains(id) { again.append(id) }
  }

  mutating func answer(_ id: UUID, with number: Int64) { if numbers[id] == nil { numbers[id] = number } }

  /// The number of the first of all answers; `nil` when none was given.
  var first: Int64? { numbers.values.min() }

  /// From this number on all is undone.
  mutating func undo(from number: Int64) {
    undone = given.filter { numbers[$0].map { $0 >= number } ?? true }
    again = []
  }

  /// Those that did not come again.
  var owed: [UUID] { undone.subtracting(again).elements }

  var isOutOfOrder: Bool { again != undone.intersection(again) }
}
