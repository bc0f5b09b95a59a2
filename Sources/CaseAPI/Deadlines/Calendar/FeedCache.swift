import CaseCore
import Foundation
import Synchronization

/// What calendars showed of each case, by the revision at which it was opened: a case is opened again when it changed, and
/// not for every request. Kept in the memory of this process alone.
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
  private let kept = Mutex<[Key: (directory: Int64, cases: [UUID: Kept])]>([:])
  /// The tag of the last calendar of each, by the print of the cases that it was made from.
  private let tags = Mutex<[Key: (print: String, tag: String)]>([:])

  init(most: Int = 200_000) { self.most = most }

  /// - Parameter directory: its revision. Under another one, another role may have to act, or may not read the case any more.
  func cases(for key: Key, directory: Int64) -> [UUID: Kept] {
    kept.withLock { kept in kept[key].flatMap { $0.directory == directory ? $0.cases : nil } ?? [:] }
  }

  func tag(of print: String, for key: Key) -> String? {
    tags.withLock { tags in tags[key].flatMap { $0.print == print ? $0.tag : nil } }
  }

  func keep(tag: String, of print: String, for key: Key) { tags.withLock { $0[key] = (print, tag) } }

  func keep(_ cases: [UUID: Kept], for key: Key, directory: Int64) {
    kept.withLock { kept in
      kept[key] = (directory, cases)
      var total = kept.values.reduce(0) { $0 + $1.cases.count }
      for other in kept.keys where other != key && total > most {
        total -= kept.removeValue(forKey: other)?.cases.count ?? 0
      }
    }
  }
}
