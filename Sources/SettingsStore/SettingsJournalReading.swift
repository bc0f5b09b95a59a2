import CaseCore
package import Foundation
package import StoreBase

/// The journal of settings as it was read, sorted by what is as it was written.
///
/// What is damaged in a proposal stops that proposal, and nothing else. What holds is what the approved proposals add up to:
/// when one of them is damaged, or the head is not the sealed one, nobody can tell what holds, and that is ``fault``.
package struct SettingsJournalReading {
  /// As they were written.
  private(set) var entries: [SettingsEntry] = []
  /// The numbers of entries that are not, or are gone.
  package private(set) var damaged: [Int64] = []
  /// What a later release wrote in some of those, that this one does not know.
  private(set) var later: [String] = []
  /// The numbers of proposals that a damaged entry is about, or may be about.
  package private(set) var stopped: Set<Int64> = []
  /// Why it cannot be told what holds.
  package private(set) var fault: String?
  /// Of the settings, as it is sealed.
  let revision: Int64
  /// What the next entry follows on.
  package let end: (number: Int64, hash: Data)

  /// - Parameters:
  ///   - head: `nil` when nothing was sealed yet.
  ///   - configuration: the revision that cases are brought up to.
  package init(_ rows: [SettingsRow], head: SettingsHead?, deadlineSettings: Int64, keyring: Keyring) {
    let known = head ?? .none
    revision = known.revision
    end = (rows.last?.number ?? 0, rows.last?.hash ?? JournalRow.origin)
    guard head.map({ $0.seal == keyring.seal($0) }) ?? rows.isEmpty else {
      fault = head == nil ? "the journal of settings is not sealed" : "the seal on the journal of settings is not ours"
      return
    }
    let old = rows.prefix { $0.seal == nil }
    let doubtful = sort(rows, upTo: known.number, keyring: keyring) + missing(rows, upTo: known.number)
    damaged = (damaged + doubtful).sorted()
    stop(doubtful)
    fault = fault(
      old: Array(old),
      next: rows.dropFirst(old.count).first,
      head: known,
      deadlineSettings: deadlineSettings
    )
  }

  /// - Returns: the numbers of rows of which no column can be trusted.
  private mutating func sort(_ rows: [SettingsRow], upTo last: Int64, keyring: Keyring) -> [Int64] {
    var doubtful: [Int64] = []
    for (index, row) in rows.enumerated() {
      let isOurs = row.seal.map { $0 == keyring.seal(row) } ?? (row.hash == row.computedHash)
      // Where one has a seal, those after it have too.
      guard isOurs, row.number <= last, row.seal != nil || index == 0 || rows[index - 1].seal == nil else {
        doubtful.append(row.number)
        continue
      }
      do throws(StoreError) { entries.append(try row.entry(keyring: keyring)) } catch {
        damaged.append(row.number)
        stopped.insert(row.proposal)
        if case .laterRelease(let what) = error { later.append(what) }
      }
    }
    return doubtful
  }

  private func missing(_ rows: [SettingsRow], upTo last: Int64) -> [Int64] {
    let present = Set(rows.map(\.number))
    return last < 1 ? [] : (1...last).filter { !present.contains($0) }
  }

  /// A row that says nothing may have settled any proposal before it that seems open.
  private mutating func stop(_ doubtful: [Int64]) {
    stopped.formUnion(doubtful)
    guard let last = doubtful.max() else { return }
    stopped.formUnion(Proposal.all(entries).filter { $0.outcome == .open && $0.number < last }.map(\.number))
  }

  private func fault(
    old: [SettingsRow],
    next: SettingsRow?,
    head: SettingsHead,
    deadlineSettings: Int64
  ) -> String? {
    if deadlineSettings != head.revision { return "the revision of the settings is not the sealed one" }
    let isLinked = old.last.map { $0.hash == next?.previous ?? head.hash } ?? true
    guard SettingsJournal.faults(in: old).isEmpty, isLinked else {
      return "entries of the settings from before the seal are not as they were"
    }
    let approved = entries.filter { $0.kind == .approved }
    let proposed = Set(entries.filter { $0.kind == .proposed }.map(\.number))
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
    return Proposal.all(entries).filter { !stopped.contains($0.number) }
  }
}
