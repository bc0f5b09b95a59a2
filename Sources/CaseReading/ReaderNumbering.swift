import CaseCore
import StoreBase

/// Numbers the entries that are for a reader, from the first on; see ``CaseCore/ReaderRevision``.
struct ReaderNumbering {
  private let view: CaseView
  private var last: Int64 = 0
  /// Whether there was an entry of which the reader was told.
  private var isTold = false

  init(_ view: CaseView) { self.view = view }

  /// - Returns: a number that is not smaller than those before.
  mutating func next(_ row: JournalRow, _ content: EntryContent?) -> Int64 {
    last = max(last, number(of: row, content))
    return last
  }

  private mutating func number(of row: JournalRow, _ content: EntryContent?) -> Int64 {
    if view.visibility.seesAll { return row.revision }
    if let changes = content?.changes {
      // An entry of an earlier release has the number that all readers were shown.
      guard case .told? = changes.last else { return row.revision }
      if let number = changes.revision(for: view.reader.organisation) {
        isTold = true
        return number
      }
    }
    // What was there before the reader came counts from 1. An entry of which it was not told, or that is damaged, has no number of
    // its own.
    return isTold ? last : last + 1
  }
}
