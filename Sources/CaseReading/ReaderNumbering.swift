import CaseCore
import StoreBase

/// Numbers the entries that are for a reader, from the first on; see ``CaseCore/ReaderRevision``.
struct ReaderNumbering {
  private let view: CaseView
  private var last: Int64 = 0

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
      if let number = changes.revision(for: view.reader.organisation) { return number }
    }
    // What was there before the reader could read it counts on from what it read: the step that opened it left room for that.
    return last + 1
  }
}
