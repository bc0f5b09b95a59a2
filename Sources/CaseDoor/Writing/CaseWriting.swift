package import CaseCore
package import Foundation
package import StoreBase

/// What was decided on one case as the rows to write: an entry for each decision, in order, with what follows from it, and
/// the case as the last one leaves it. ``statement(_:receipt:)`` writes them.
package struct CaseWriting {
  let file: CaseFileRow
  let entries: [JournalRow]
  /// Who takes part from now on, and under which id each knows the case.
  let parties: [(organisation: String, alias: UUID)]
  let events: [EventRow]
  let timers: [TimerChange]
  /// What lists find the case by, all of it.
  let listed: [ListedRow]
  /// The cases that list this one.
  let references: [Data]
  /// What it is found by when it gets its name.
  let name: Data?
  /// What changes in what other cases about the same person are found by.
  let marks: [IdentityChange]

  var caseID: UUID { file.id }
  /// The organisations that are told something.
  package var tells: Set<String> { Set(events.map(\.organisation)) }
  /// Whether a timer loop may have to look sooner than it meant to.
  package var startsTimers: Bool { timers.contains { $0.effect.startsOne } }
  /// Whether people decided that is asked at once whether a person is known.
  package var asks: Bool { marks.contains(where: \.asks) }

  /// - Parameters:
  ///   - decisions: at least one; each on the result of the one before.
  ///   - record: the case as the first of them found it; `nil` for a new one.
  ///   - deadlineSettings: the revision of the settings that the decisions were made under. A case that was written under
  ///     an old one is brought up to the present one later.
  ///   - workflow: the version that the case follows in the end.
  ///   - destroyed: what remains of a case whose content the last of them destroys.
  ///   - newCase: the id of a new one.
  package init(
    _ decisions: [Decision],
    on record: CaseRecord?,
    deadlineSettings: Int64,
    workflow: Workflow,
    destroyed: DestructionRecord? = nil,
    newCase: UUID = UUID(),
    keyring: Keyring
  ) throws(StoreError) {
    guard let last = decisions.last else { throw .corrupt("nothing to write") }
    let cipher = record?.cipher ?? CaseCipher(newCase: newCase)
    let rows = try Self.rows(decisions, cipher: cipher, after: record?.head ?? JournalRow.origin)
    var phase = PhaseStart(state: record?.instance.state ?? "")
    phase.add(decisions)
    file = try Self.file(
      last,
      phaseStart: phase.day,
      row: rows[rows.count - 1],
      cipher: cipher,
      before: record?.instance.revision,
      deadlineSettings: deadlineSettings,
      destroyed: destroyed,
      keyring: keyring
    )
    entries = rows
    parties = Self.parties(decisions, destroyed, cipher.caseID, keyring)
    events = decisions.flatMap { Self.events($0, cipher.caseID, keyring) }
    timers = decisions.flatMap { TimerChange.all(of: $0.entry, caseID: cipher.caseID) }
    marks = try IdentityChange.all(
      decisions,
      before: record?.instance.state,
      workflow: workflow,
      cipher: cipher,
      keyring: keyring
    )
    listed =
      last.erases ? [] : ListedRow.all(of: last.result, as: cipher.caseID, workflow: workflow, keyring: keyring)
    references = last.erases ? [] : decisions.flatMap { Self.references($0.entry, workflow, keyring) }
    name = last.erases ? nil : decisions.lazy.compactMap { $0.entry.name }.first.map(keyring.nameHash)
  }

  private static func rows(
    _ decisions: [Decision],
    cipher: CaseCipher,
    after head: Data
  ) throws(StoreError) -> [JournalRow] {
    var rows: [JournalRow] = []
    for decision in decisions {
      let entry = decision.entry
      let content = EntryContent(
        subject: entry.actor?.subject,
        fields: entry.fields,
        changes: entry.changes,
        isVouched: entry.actor?.isVouched ?? false,
        sharedWith: entry.sharedWith,
        onBehalfOf: entry.onBehalfOf
      )
      let sealed = try cipher.seal(ContentCoder.encode(content), as: .entry, revision: entry.revision)
      let eventsHash = EventsHash(decision.notices).digest
      rows.append(
        JournalRow(entry, of: cipher.caseID, content: sealed, eventsHash: eventsHash, after: rows.last?.hash ?? head)
      )
    }
    return rows
  }

  private static func file(
    _ decision: Decision,
    phaseStart: CivilDate?,
    row: JournalRow,
    cipher: CaseCipher,
    before: Int64?,
    deadlineSettings: Int64,
    destroyed: DestructionRecord?,
    keyring: Keyring
  ) throws(StoreError) -> CaseFileRow {
    let result = decision.result
    let content: CaseFileRow.Content
    let form: SealForm
    if decision.erases {
      guard let destroyed else { throw .corrupt("a destruction without a record") }
      let record = try destroyed.sealed(caseID: cipher.caseID, head: row.hash, keyring: keyring)
      (content, form) = (.destroyed(record: record), .destroyed(record: DestructionRecord.digest(of: record)))
    } else {
      let snapshot = try cipher.seal(ContentCoder.encode(result), as: .snapshot, revision: row.revision)
      content =
        before == nil
        ? .new(snapshot: snapshot, wrappedBy: keyring.current, wrapped: try cipher.wrapped(by: keyring))
        : .kept(snapshot: snapshot)
      form = .counted(deadlineSettings)
    }
    return CaseFileRow(
      id: cipher.caseID,
      workflow: result.workflow,
      version: result.version,
      region: result.region,
      state: result.state,
      phaseStart: phaseStart,
      revision: row.revision,
      head: row.hash,
      seal: keyring.seal(caseID: cipher.caseID, revision: row.revision, head: row.hash, as: form),
      changedAt: decision.entry.at,
      deadlineSettings: decision.erases ? CaseFileRow.afterAllSettings : deadlineSettings,
      before: before,
      content: content
    )
  }

  private static func parties(
    _ decisions: [Decision],
    _ destroyed: DestructionRecord?,
    _ caseID: UUID,
    _ keyring: Keyring
  ) -> [(organisation: String, alias: UUID)] {
    // Oversight that took no part finds the record of a destruction in the same way as those who did.
    let readers = destroyed?.readers.map(\.organisation) ?? []
    return Set(decisions.flatMap(\.entry.changes).compactMap(\.joined) + readers).sorted()
      .map { ($0, keyring.alias(of: caseID, for: $0)) }
  }

  private static func events(_ decision: Decision, _ caseID: UUID, _ keyring: Keyring) -> [EventRow] {
    decision.notices.map { notice in
      EventRow(
        caseID: caseID,
        revision: decision.entry.revision,
        ground: decision.entry.ground,
        recordedAt: decision.entry.at,
        organisation: notice.organisation,
        subject: keyring.alias(of: caseID, for: notice.organisation),
        event: notice.event,
        asksAcknowledgement: notice.asksAcknowledgement,
        isForReceipt: notice.isForReceipt
      )
    }
  }
}

extension Change {
  /// The organisation that it brings into the case, or into one of its children.
  fileprivate var joined: String? {
    switch self {
    case .joined(let party): party.organisation
    case .inChild(_, let change): change.joined
    default: nil
    }
  }
}
