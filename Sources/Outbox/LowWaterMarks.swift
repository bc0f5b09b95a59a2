import Synchronization

/// When the low-water mark of a recipient may rise.
///
/// The low-water mark promises that no row with an id up to it will ever wait for a number again. An id is taken while a
/// transaction runs and becomes visible when it commits, so a low id may well appear after a higher one. When is an id out
/// of reach of such latecomers?
///
/// A relay that sees a row with id `m` then takes a transaction number `x` for itself. Ids are handed out in order, one at
/// a time, and every writer of events has a transaction number before it takes an id (its journal row comes first). So
/// whoever took an id up to `m` did so before `x` was given out, and has a lower number. The pair (m, x) is a *mark*; it is
/// a fact for ever, whoever holds the lease. Once no transaction below `x` is running, every row up to `m` that will ever
/// be, is there to be seen; and when those seen are numbered, the low-water mark is `m`.
///
/// The snapshot's own upper bound would not do for `x`: it is one more than the last transaction that *ended*, and
/// transactions beyond it may already run, with low ids in hand.
///
/// A mark that is not yet out of reach is kept and not replaced by a newer one, else it would never come of age under a
/// steady stream. A reader's snapshot, however old, holds up nothing: it has no transaction number.
final class LowWaterMarks: Sendable {
  struct Mark: Sendable, Hashable {
    /// The id up to which it speaks.
    let id: Int64
    /// Below it, every transaction must have ended.
    let transaction: Int64
    /// Ids and transactions are numbers of one history of the database: a mark of another says nothing.
    let epoch: String
  }

  private let marks = Mutex<[String: Mark]>([:])

  /// - Parameter epoch: the one that holds now; a mark of another is forgotten.
  func mark(of organisation: String, in epoch: String) -> Mark? {
    marks.withLock { marks in
      if let mark = marks[organisation], mark.epoch != epoch { marks[organisation] = nil }
      return marks[organisation]
    }
  }

  /// - Parameters:
  ///   - used: the mark that the statement was given, if it came of age in it.
  ///   - found: the mark of the rows that were seen now.
  func note(_ organisation: String, used: Mark?, found: Mark?) {
    marks.withLock { marks in
      if let used, marks[organisation] == used { marks[organisation] = nil }
      if marks[organisation] == nil { marks[organisation] = found }
    }
  }
}
