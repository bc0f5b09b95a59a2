import CaseCore
import StoreBase

/// Collects the entries of a page of a journal, in the order of the journal.
struct JournalPage {
  let view: CaseView
  let cipher: CaseCipher
  /// The last revision that the reader has.
  let after: Int64
  let limit: Int
  private var found: [ReadEntry] = []
  private var numbering: ReaderNumbering

  init(view: CaseView, cipher: CaseCipher, after: Int64, limit: Int) {
    self.view = view
    self.cipher = cipher
    self.after = after
    self.limit = limit
    numbering = ReaderNumbering(view)
  }

  /// Whether there is an entry beyond the page, so that it is known where the page ends.
  var isFull: Bool { found.count > limit && found[found.count - 1].revision != found[limit - 1].revision }

  /// Entries that have one number stay together: the next page begins after a number.
  var entries: [ReadEntry] {
    guard let last = next else { return found }
    return found.filter { $0.revision <= last }
  }

  var next: Int64? { isFull ? found[limit - 1].revision : nil }

  mutating func add(_ row: JournalRow) {
    // An entry that was written after the case was read belongs to the next look.
    guard !isFull, row.revision <= view.instance.revision else { return }
    guard let entry = ReadEntry(row, cipher: cipher, view: view, numbering: &numbering) else { return }
    if entry.revision > after { found.append(entry) }
  }
}
