import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// Checks one case while its rows come by: of its journal it keeps what they add up to, and no entry.
///
/// A fault in the chain explains all others, so what depends on the content of entries is told of a sound chain only.
struct CaseAudit {
  let caseID: UUID
  let file: StoredFile?
  let keyring: Keyring
  /// From when on no event was removed.
  private let eventsStart: Instant
  private(set) var faults: [JournalFault] = []
  private(set) var entries = 0
  private(set) var isErased = false

  private var last: JournalRow?
  private var expected: (revision: Int64, previous: Data) = (1, JournalRow.origin)
  /// `nil` when there is no content to read, or it cannot be read.
  private var replay: Replay?
  private var missingKey: String?
  private var isUnreadable = false
  /// The events that have to be acknowledged.
  private var asking: Set<StoredAcknowledgement> = []
  /// What is wrong beside the chain, once each.
  private var others: [JournalFault] = []

  /// The case that the entries so far add up to.
  private struct Replay {
    let cipher: CaseCipher
    let stored: Case
    var instance: Case
    var phase = PhaseStart()
  }

  init(_ caseID: UUID, _ file: StoredFile?, eventsStart: Instant, keyring: Keyring) {
    self.caseID = caseID
    self.file = file
    self.eventsStart = eventsStart
    self.keyring = keyring
    guard let file, let snapshot = file.snapshot else { return }
    do throws(StoreError) {
      guard let key = file.key else { throw .corrupt("a case without its key") }
      let cipher = try CaseCipher(caseID, wrapped: key.wrapped, by: key.name, keyring: keyring)
      let plain = try cipher.open(snapshot, as: .snapshot, revision: file.revision)
      let stored = try ContentCoder.decode(Case.self, from: plain)
      var empty = file.empty
      empty.root.machine = stored.root.machine
      replay = Replay(cipher: cipher, stored: stored, instance: empty)
    } catch .keyMissing(let name) {
      missingKey = name
    } catch {
      isUnreadable = true
    }
  }

  /// The next entry of its journal.
  mutating func add(_ row: JournalRow) {
    entries += 1
    if row.computedHash() != row.hash { fault(.changed, row.revision) }
    if row.revision != expected.revision {
      fault(.missing, expected.revision)
    } else if row.previous != expected.previous {
      fault(.outOfOrder, row.revision)
    }
    expected = (row.revision + 1, row.hash)
    last = row
    fold(row)
  }

  private mutating func fold(_ row: JournalRow) {
    guard var replay else { return }
    do throws(StoreError) {
      let plain = try replay.cipher.open(row.content, as: .entry, revision: row.revision)
      let content = try ContentCoder.decode(EntryContent.self, from: plain)
      for change in content.changes { replay.instance.apply(change) }
      replay.phase.add(content.changes, at: row.recordedAt)
      replay.instance.revision = row.revision
      replay.instance.changedAt = row.recordedAt
      self.replay = replay
    } catch {
      (self.replay, isUnreadable) = (nil, true)
    }
  }

  /// The events that the outbox has of an entry.
  mutating func add(_ events: StoredEvents) {
    if !events.agree(with: last, kept: eventsStart) { other(.outbox, events.revision) }
    asking.formUnion(events.asking)
  }

  /// An event of an entry that is not there.
  mutating func addStrayEvent(of revision: Int64) { other(.outbox, revision) }

  /// All entries came by.
  /// - Parameters:
  ///   - parties: the organisations that have an id for the case, each with that id.
  ///   - timers: the timers that wait.
  ///   - acknowledgements: what has or had to be acknowledged of it.
  mutating func finish(
    parties: [(organisation: String, alias: UUID)],
    timers: Set<StoredTimer>,
    acknowledgements: Set<StoredAcknowledgement>
  ) {
    checkHead()
    guard faults.isEmpty, let file else { return }
    check(acknowledgements)
    guard file.snapshot != nil else { return finishErased(file, parties: parties, timers: timers) }
    if let missingKey {
      faults.append(JournalFault(kind: .keyMissing, caseID: caseID, revision: file.revision, detail: missingKey))
    } else if isUnreadable || !(replay.map { isWhole($0, file) } ?? false) {
      fault(.content, file.revision)
    } else if let replay {
      check(replay.stored, parties: parties, timers: timers)
      if let since = file.stateSince, since != replay.phase.day { other(.phase, file.revision) }
    }
    faults += others
  }

  /// What is kept beside the case for finding it and for waking it.
  private mutating func check(
    _ stored: Case,
    parties: [(organisation: String, alias: UUID)],
    timers: Set<StoredTimer>
  ) {
    let members = Set((stored.root.parties + stored.children.values.flatMap(\.parties)).map(\.organisation))
    if !isKnown(to: parties) || Set(parties.map(\.organisation)) != members { other(.parties, stored.revision) }
    if StoredTimer.all(of: stored) != timers { other(.timers, stored.revision) }
  }

  /// A row is there for each event that asks it, and for none that does not. What was removed was the event; then the row alone is left.
  private mutating func check(_ acknowledgements: Set<StoredAcknowledgement>) {
    let stray = acknowledgements.subtracting(asking).filter {
      $0.recordedAt >= eventsStart || $0.revision > expected.revision - 1
    }
    let wrong = asking.subtracting(acknowledgements).union(stray)
    if let first = wrong.map(\.revision).min() { other(.acknowledgements, first) }
  }

  private func isKnown(to parties: [(organisation: String, alias: UUID)]) -> Bool {
    parties.allSatisfy { keyring.alias(of: caseID, for: $0.organisation) == $0.alias }
  }

  private mutating func finishErased(
    _ file: StoredFile,
    parties: [(organisation: String, alias: UUID)],
    timers: Set<StoredTimer>
  ) {
    // A key that came back, from a backup perhaps, opens what was to be destroyed.
    if file.key != nil { return fault(.content, file.revision) }
    isErased = true
    if let sealed = file.destruction, !isRecord(sealed, of: file) { other(.destruction, file.revision) }
    if !isKnown(to: parties) { other(.parties, file.revision) }
    if !timers.isEmpty { other(.timers, file.revision) }
    faults += others
  }

  /// Whether the record of its destruction can be read, and says what the last entry says.
  private func isRecord(_ sealed: Data, of file: StoredFile) -> Bool {
    // Why it cannot be read does not matter here.
    guard let last,
      let record = try? DestructionRecord(sealed: sealed, caseID: caseID, head: file.head, keyring: keyring)
    else { return false }
    return record.revision == last.revision && record.at == last.recordedAt && record.ground == last.ground
      && record.state == file.state && record.completed.organisation == last.organisation
      && record.completed.role == last.role
  }

  /// Whether the case is what its entries add up to.
  private func isWhole(_ replay: Replay, _ file: StoredFile) -> Bool {
    // A journal that moves the case to another version ends in that one, whatever the case's row says.
    replay.instance == replay.stored && replay.stored.version == file.empty.version && replay.stored.state == file.state
  }

  private mutating func checkHead() {
    let number = last?.revision ?? 0
    guard let file else { return fault(.orphaned, number) }
    checkSeal(of: file)
    if number < file.revision {
      fault(.cutOff, number + 1)
    } else if number > file.revision || last?.hash != file.head {
      fault(.outOfOrder, number)
    } else if last.map({ !$0.agrees(with: file) }) ?? true {
      fault(.content, number)
    }
  }

  private mutating func checkSeal(of file: StoredFile) {
    let running = file.isSealed(as: .counted(file.deadlineSettings), .plain(isErased: false), by: keyring)
    let destroyed =
      file.destruction.map { file.isSealed(as: .destroyed(record: DestructionRecord.digest(of: $0)), by: keyring) }
      ?? file.isSealed(as: .plain(isErased: true), by: keyring)
    switch (file.snapshot == nil, running, destroyed) {
    case (false, true, _), (true, _, true): return
    case (true, true, _), (false, _, true): fault(.content, file.revision)
    // A case of this release that was destroyed is sealed with its record; without that, or with another, nothing fits.
    case (true, false, false) where file.key == nil: fault(.destruction, file.revision)
    default: fault(isCountedOtherwise(file) ? .deadlineSettings : .seal, file.revision)
    }
  }

  /// Whether the seal fits a case that is counted by other settings than its row says: up to some revisions around it, which
  /// tells that fault from a seal of somebody else's.
  private func isCountedOtherwise(_ file: StoredFile) -> Bool {
    // Whatever somebody wrote there.
    let near = min(max(0, file.deadlineSettings), 1 << 60)
    return (max(0, near - 100)...near + 100).contains { file.isSealed(as: .counted($0), by: keyring) }
  }

  private mutating func other(_ kind: JournalFault.Kind, _ revision: Int64) {
    guard !others.contains(where: { $0.kind == kind }) else { return }
    others.append(JournalFault(kind: kind, caseID: caseID, revision: revision))
  }

  private mutating func fault(_ kind: JournalFault.Kind, _ revision: Int64) {
    faults.append(JournalFault(kind: kind, caseID: caseID, revision: revision))
  }
}

extension JournalRow {
  /// Whether the case's row is as its last entry left it. An entry of a child names the state of that child; then the content
  /// tells.
  fileprivate func agrees(with file: StoredFile) -> Bool {
    recordedAt == file.changedAt && (fullName.child != nil || to == file.state)
  }
}
