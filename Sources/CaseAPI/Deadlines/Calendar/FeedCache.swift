import CaseCore
import Foundation
import Synchronization

/// What calendars showed of each case, by the revision at which it was opened: a case is opened again when it changed, and
/// not at every look. Kept in the memory of this process alone.
final class FeedCache: Sendable {
  struct Key: Hashable, Sendable {
    var organisation: String
    var role: String
  }

  struct Kept: Sendable {
    var revision: Int64
    var entries: [FeedEntry]
  }

  /// How many cases are kept in all; beyond that, what is kept of others goes.
  private let most: Int
  private let kept = Mutex<[Key: [UUID: Kept]]>([:])

  init(most: Int = 200_000) { self.most = most }

  subscript(_ key: Key) -> [UUID: Kept] { kept.withLock { $0[key] ?? [:] } }

  func keep(_ cases: [UUID: Kept], for key: Key) {
    kept.withLock { kept in
      kept[key] = cases
      var total = kept.values.reduce(0) { $0 + $1.count }
      for other in kept.keys where other != key && total > most {
        total -= kept.removeValue(forKey: other)?.count ?? 0
      }
    }
  }
}
