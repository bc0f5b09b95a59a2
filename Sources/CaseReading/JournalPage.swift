import CaseCore
import StoreBase

/// Collects the entries of a page of a journal, in the order of the reader's numbers.
struct JournalPage {
  let view: CaseView
  let cipher: CaseCipher
  /// The last revision that the reader has.
  let after: Int64
  let limit: Int
  private let visibility: Visibility
  private let sharing: SharingCommands
  private var numbering = ReaderNumbering<ReadEntry>()
  /// How many of those with a number come before the page.
  private var passed = 0

  /// - Parameters:
  ///   - predecessors: the organisations in whose place that of the reader came.
  ///   - workflows: the versions that the case followed.
  init(
    view: CaseView,
    predecessors: Set<String>,
    workflows: [Workflow],
    cipher: CaseCipher,
    after: Int64,
    limit: Int
  ) {
    self.view = view
    visibility = view.visibility.inPlace(of: predecessors)
    sharing = SharingCommands(workflows)
    self.cipher = cipher
    self.after = after
    self.limit = limit
  }

  /// Whether there is an entry beyond the page, so that it is known where the page ends, and none that may yet come before that.
  var isFull: Bool {
    let numbered = numbering.numbered
    return numbering.waiting.isEmpty && numbered.count - passed > limit
      && numbered[numbered.count - 1].number != numbered[passed + limit - 1].number
  }

  /// The page, and after which number to read on; `nil` at the end. Entries that have one number stay together: the next page begins after
  /// a number.
  mutating func finish() -> (entries: [ReadEntry], next: Int64?) {
    if !isFull { numbering.end(at: view.revision) }
    let found = numbering.all.filter { $0.number > after }.map { number, entry in
      var entry = entry
      entry.revision = number
      return entry
    }
    guard found.count > limit, let last = found.last, found[limit - 1].revision != last.revision else {
      return (found, nil)
    }
    let next = found[limit - 1].revision
    return (found.filter { $0.revision <= next }, next)
  }

  mutating func add(_ row: JournalRow) {
    // An entry that was written after the case was read belongs to the next page.
    guard !isFull, row.revision <= view.instance.revision else { return }
    guard let (entry, place) = read(row) else { return }
    switch place {
    case .told(let number): numbering.add(entry, told: number)
    case .untold: numbering.add(entry, told: nil)
    case .unknown: numbering.add(unreadable: entry)
    }
    while passed < numbering.numbered.count, numbering.numbered[passed].number <= after { passed += 1 }
  }

  private func read(_ row: JournalRow) -> (ReadEntry, ReadEntry.Place)? {
    ReadEntry.read(row, cipher: cipher, view: view, visibility: visibility, sharing: sharing)
  }
}
