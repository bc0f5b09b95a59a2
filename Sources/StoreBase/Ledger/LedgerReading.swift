package import Foundation

/// A ledger as it was read, sorted by what is as it was written.
///
/// The seal of an entry does without its content: where only the content is damaged it is known which proposal it is about, and
/// that one is stopped. Of an entry whose columns are in doubt nothing is known: it may have settled any proposal before it.
package struct LedgerReading<Entry: Sendable>: Sendable {
  /// As they were written.
  package private(set) var entries: [Entry] = []
  /// The numbers of entries that are not, or are gone.
  package private(set) var damaged: [Int64] = []
  /// Those of them that may be about any proposal.
  package private(set) var doubtful: [Int64] = []
  /// The numbers of proposals that the others are about.
  package private(set) var stopped: Set<Int64> = []
  /// What a later release wrote in some of those, that this one does not know.
  package private(set) var later: [String] = []
  /// Why nothing of it can be trusted.
  package private(set) var fault: String?
  /// As it is sealed.
  package let head: LedgerHead
  /// What the next entry follows on.
  package let end: (number: Int64, hash: Data)

  /// - Parameters:
  ///   - head: `nil` when nothing was sealed yet.
  ///   - entry: reads one.
  package init(
    _ rows: [LedgerRow],
    head: LedgerHead?,
    of ledger: SealedLedger,
    keyring: Keyring,
    _ entry: (LedgerRow) throws(StoreError) -> Entry
  ) {
    self.head = head ?? LedgerHead(of: ledger)
    end = (rows.last?.number ?? 0, rows.last?.hash ?? JournalRow.origin)
    guard head.map({ $0.seal == keyring.seal($0) }) ?? rows.isEmpty else {
      let what = "the journal of \(ledger.rawValue)"
      fault = head == nil ? "\(what) is not sealed" : "the seal on \(what) is not ours"
      return
    }
    sort(rows, keyring: keyring, entry)
    doubtful += missing(rows)
    damaged = (damaged + doubtful).sorted()
    stopped.formUnion(doubtful)
  }

  private mutating func sort(
    _ rows: [LedgerRow],
    keyring: Keyring,
    _ entry: (LedgerRow) throws(StoreError) -> Entry
  ) {
    for (index, row) in rows.enumerated() {
      let isOurs = row.seal.map { $0 == keyring.seal(row) } ?? (row.hash == row.computedHash)
      // Where one has a seal, those after it have too.
      guard isOurs, row.number <= head.number, row.seal != nil || index == 0 || rows[index - 1].seal == nil else {
        doubtful.append(row.number)
        continue
      }
      do throws(StoreError) { entries.append(try entry(row)) } catch {
        damaged.append(row.number)
        stopped.insert(row.proposal)
        if case .laterRelease(let what) = error { later.append(what) }
      }
    }
  }

  private func missing(_ rows: [LedgerRow]) -> [Int64] {
    let present = Set(rows.map(\.number))
    return head.number < 1 ? [] : (1...head.number).filter { !present.contains($0) }
  }
}
