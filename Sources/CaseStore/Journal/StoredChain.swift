import CaseCore
import Foundation
import Postgres

/// The journal of one case as it was found, with the case it belongs to.
struct StoredChain {
  let caseID: UUID
  var rows: [JournalRow] = []
  var file: File?

  init(caseID: UUID) { self.caseID = caseID }

  /// What the case's own row says.
  struct File {
    let revision: Int64
    let head: Data
    let seal: Data
    let state: String
    let snapshot: Data?
    let key: (name: String, wrapped: Data)?
    let empty: Case
    let changedAt: Instant

    init(_ row: Row) throws(PostgresError) {
      revision = try row[1]
      head = try row[2]
      seal = try row[3]
      state = try row[4]
      snapshot = try row[5, as: Data?.self]
      if let name = try row[6, as: String?.self] { key = (name, try row[7]) } else { key = nil }
      empty = Case(
        workflow: try row[8],
        version: try row[9],
        // The workflow says which machine that is, and no entry does; see ``isWhole(_:keyring:)``.
        machine: "",
        region: try row[10],
        at: Instant(try row[11, as: PostgresTimestamp.self])
      )
      changedAt = Instant(try row[12, as: PostgresTimestamp.self])
    }
  }

  func check(keyring: Keyring, into report: inout JournalVerifier.Report) {
    report.cases += 1
    report.entries += rows.count
    let before = report.faults.count
    checkLinks(&report)
    checkHead(keyring, &report)
    guard report.faults.count == before, let file else { return }
    guard let snapshot = file.snapshot else {
      // A key that came back, from a backup perhaps, opens what was to be destroyed.
      return file.key == nil ? report.erased += 1 : fault(.content, file.revision, &report)
    }
    // Where the chain holds, only a wrong key or a wrong snapshot is left to find.
    guard (try? isWhole(file, snapshot, keyring: keyring)) == true else {
      return fault(.content, file.revision, &report)
    }
  }

  /// Whether the case is what its entries add up to.
  private func isWhole(_ file: File, _ snapshot: Data, keyring: Keyring) throws -> Bool {
    let stored = try stored(snapshot, file, keyring: keyring)
    var empty = file.empty
    empty.root.machine = stored.root.machine
    // A journal that moves the case to another version ends in that one, whatever the case's row says.
    return try replay(file, from: empty, keyring: keyring) == stored && stored.version == empty.version
      && stored.state == file.state
  }

  /// Every entry by itself and against the one before it.
  private func checkLinks(_ report: inout JournalVerifier.Report) {
    var expected: (revision: Int64, previous: Data) = (1, JournalRow.origin)
    for row in rows {
      if row.computedHash() != row.hash { fault(.changed, row.revision, &report) }
      if row.revision != expected.revision {
        fault(.missing, expected.revision, &report)
      } else if row.previous != expected.previous {
        fault(.outOfOrder, row.revision, &report)
      }
      expected = (row.revision + 1, row.hash)
    }
  }

  private func checkHead(_ keyring: Keyring, _ report: inout JournalVerifier.Report) {
    let last = rows.last?.revision ?? 0
    guard let file else { return fault(.orphaned, last, &report) }
    let isErased = file.snapshot == nil
    if !isSealed(file, isErased: isErased, by: keyring) {
      fault(isSealed(file, isErased: !isErased, by: keyring) ? .content : .seal, file.revision, &report)
    }
    if last < file.revision {
      fault(.cutOff, last + 1, &report)
    } else if last > file.revision || rows.last?.hash != file.head {
      fault(.outOfOrder, last, &report)
    } else if rows.last.map({ !$0.agrees(with: file) }) ?? true {
      fault(.content, last, &report)
    }
  }

  private func isSealed(_ file: File, isErased: Bool, by keyring: Keyring) -> Bool {
    keyring.seal(caseID: caseID, revision: file.revision, head: file.head, isErased: isErased) == file.seal
  }

  private func replay(_ file: File, from empty: Case, keyring: Keyring) throws -> Case {
    let cipher = try cipher(file, keyring)
    return try rows.reduce(into: empty) { instance, row in
      let plain = try cipher.open(row.content, as: .entry, revision: row.revision)
      let content = try ContentCoder.decode(EntryContent.self, from: plain)
      for change in content.changes { instance.apply(change) }
      instance.revision = row.revision
      instance.changedAt = row.recordedAt
    }
  }

  private func stored(_ snapshot: Data, _ file: File, keyring: Keyring) throws -> Case {
    let plain = try cipher(file, keyring).open(snapshot, as: .snapshot, revision: file.revision)
    return try ContentCoder.decode(Case.self, from: plain)
  }

  private func cipher(_ file: File, _ keyring: Keyring) throws -> CaseCipher {
    guard let key = file.key else { throw StoreError.corrupt("a case without its key") }
    return try CaseCipher(caseID, wrapped: key.wrapped, by: key.name, keyring: keyring)
  }

  private func fault(_ kind: JournalFault.Kind, _ revision: Int64, _ report: inout JournalVerifier.Report) {
    report.faults.append(JournalFault(kind: kind, caseID: caseID, revision: revision))
  }
}

extension JournalRow {
  /// Whether the case's row is as its last entry left it. An entry of a child names the state of that child; then the content
  /// tells.
  fileprivate func agrees(with file: StoredChain.File) -> Bool {
    recordedAt == file.changedAt && (DeadlineName(parsing: name).child != nil || to == file.state)
  }
}
