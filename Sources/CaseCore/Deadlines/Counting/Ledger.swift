/// What happened to a running term: suspensions, resumptions and extensions, in order of time.
///
/// A term in hours is extended by exactly the time it was suspended. A term in days is extended by whole days, as many as
/// there are midnights in Amsterdam between suspension and resumption: the day of resumption takes the place of the day of
/// suspension. Days are the resolution of such a term; counting parts of days could make it end in the middle of a day. It
/// is also how people count: suspended on the 3rd, resumed on the 10th, seven days. Under `werkdagen` only working days are
/// added, because only those were lost. Under `atw` the law counts one day less, so six: see ``Suspension/dates(for:)``.
///
/// Extensions are added to the length before anything else is counted: one month extended by two is three months from the
/// start (31 January, 30 April), and not two months after the end of the first (28 February, 28 April). Holidays only move
/// the end of the whole.
public struct Ledger: Sendable, Hashable {
  public enum Entry: Sendable, Hashable {
    case suspended(at: Instant)
    case resumed(at: Instant)
    case extended(by: Length, at: Instant)

    public var at: Instant {
      switch self {
      case .suspended(let at), .resumed(let at), .extended(_, let at): at
      }
    }

    func noEarlier(than moment: Instant) -> Entry {
      switch self {
      case .suspended(let at): .suspended(at: max(at, moment))
      case .resumed(let at): .resumed(at: max(at, moment))
      case .extended(let length, let at): .extended(by: length, at: max(at, moment))
      }
    }
  }

  public private(set) var entries: [Entry]

  public init() { entries = [] }

  /// - Throws: for entries out of order, a suspension of a suspended term, or a resumption of a running one.
  public init(_ entries: [Entry]) throws(DeadlineError) {
    self.init()
    for entry in entries { try append(entry) }
  }

  public var isSuspended: Bool {
    for entry in entries.reversed() {
      switch entry {
      case .suspended: return true
      case .resumed: return false
      case .extended: continue
      }
    }
    return false
  }

  /// Adds the next entry.
  /// - Throws: like ``init(_:)``.
  public mutating func append(_ entry: Entry) throws(DeadlineError) {
    if let last = entries.last, entry.at < last.at { throw .ledgerOutOfOrder }
    switch entry {
    case .suspended where isSuspended, .resumed where !isSuspended: throw .ledgerOutOfOrder
    default: entries.append(entry)
    }
  }
}
