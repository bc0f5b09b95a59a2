import CaseCore
package import Foundation
package import StoreBase

/// The journal of settings as it was read, sorted by what is as it was written.
///
/// What is damaged in a proposal stops that proposal, and nothing else. What holds is what the approved proposals add up to:
/// when one of them is damaged, or the head is not the sealed one, nobody can tell what holds, and that is ``fault``.
package struct SettingsJournalReading {
  private let reading: LedgerReading<SettingsEntry>
  /// The numbers of proposals that a damaged entry is about, or may be about.
  package let stopped: Set<Int64>
  /// Why it cannot be told what holds.
  package private(set) var fault: String?

  /// The numbers of entries that are not as they were written, or are gone.
  package var damaged: [Int64] { reading.damaged }
  /// What a later release wrote in some of those, that this one does not know.
  var later: [String] { reading.later }
  /// Of the settings, as it is sealed.
  var revision: Int64 { reading.head.revision }
  /// What the next entry follows on.
  package var end: (number: Int64, hash: Data) { reading.end }

  /// - Parameters:
  ///   - head: `nil` when nothing was sealed yet.
  ///   - deadlineSettings: the revision that cases are brought up to.
  package init(_ rows: [LedgerRow], head: LedgerHead?, deadlineSettings: Int64, keyring: Keyring) {
    let reading = LedgerReading(rows, head: head, of: .settings, keyring: keyring) { row throws(StoreError) in
      try SettingsEntry(row, keyring: keyring)
    }
    self.reading = reading
    // A row that says nothing may have settled any proposal before it that seems open.
    let open = Proposal.all(reading.entries).filter { $0.outcome == .open && $0.number < reading.doubtful.max() ?? 0 }
    stopped = reading.stopped.union(open.map(\.number))
    fault = reading.fault ?? fault(rows, deadlineSettings: deadlineSettings)
  }

  private func fault(_ rows: [LedgerRow], deadlineSettings: Int64) -> String? {
    let head = reading.head
    if deadlineSettings != head.revision { return "the revision of the settings is not the sealed one" }
    let old = Array(rows.prefix { $0.seal == nil })
    let next = rows.dropFirst(old.count).first
    let isLinked = old.last.map { $0.hash == next?.previous ?? head.hash } ?? true
    guard SealedLedger.faults(in: old).isEmpty, isLinked else {
      return "entries of the settings from before the seal are not as they were"
    }
    let approved = reading.entries.filter { $0.kind == .approved }
    let proposed = Set(reading.entries.filter { $0.kind == .proposed }.map(\.number))
    guard Int64(approved.count) == head.revision, approved.allSatisfy({ proposed.contains($0.proposal) }) else {
      let numbers = damaged.map(String.init).joined(separator: ", ")
      guard later.isEmpty else { return StoreError.laterRelease(later.joined(separator: "; ")).description }
      return "entries of the settings that hold are damaged or gone; damaged are \(numbers)"
    }
    return nil
  }

  /// The proposals that can be trusted, in the order in which they were made.
  /// - Throws: ``StoreError/corrupt(_:)`` when it cannot be told what holds.
  package func proposals() throws(StoreError) -> [Proposal] {
    if let fault { throw .corrupt(fault) }
    return Proposal.all(reading.entries).filter { !stopped.contains($0.number) }
  }
}
