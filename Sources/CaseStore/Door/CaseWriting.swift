import CaseCore
import Foundation
import Postgres

/// What was decided on one case as the statements of one transaction: an entry for each decision, in order, and the case as
/// the last one leaves it.
///
/// The case's row comes first: of two commands at once, one waits there and has not yet taken ids for its events. So events
/// of a case have ids in the order of its revisions, and everyone who writes a case locks in the same order. The one that
/// waited then writes a revision that the journal has already, and its primary key refuses the whole.
struct CaseWriting {
  let caseID: UUID
  let statements: [Statement]
  /// Whether somebody is told.
  let tells: Bool
  /// Whether a timer loop may have to look sooner than it meant to.
  let startsTimers: Bool

  /// - Parameters:
  ///   - decisions: at least one; each on the result of the one before.
  ///   - record: the case as the first of them found it; `nil` for a new one.
  ///   - configuration: the revision of the settings that the decisions were made under. A case that was written under
  ///     an old one is brought up to the present one later.
  ///   - destroyed: what remains of a case whose content the last of them destroys.
  ///   - traceparent: passed on with the events of the last of them: those before are the clock's.
  init(
    _ decisions: [Decision],
    on record: CaseRecord?,
    configuration: Int64,
    destroyed: DestructionRecord? = nil,
    traceparent: String? = nil,
    keyring: Keyring
  ) throws(StoreError) {
    guard let last = decisions.last else { throw .corrupt("nothing to write") }
    let cipher = record?.cipher ?? CaseCipher(newCase: UUID())
    caseID = cipher.caseID
    let rows = try Self.rows(decisions, cipher: cipher, after: record?.head ?? JournalRow.origin)
    var statements = try Self.caseFile(
      last,
      row: rows[rows.count - 1],
      cipher: cipher,
      entries: decisions.count,
      isNew: record == nil,
      configuration: configuration,
      destroyed: destroyed,
      keyring: keyring
    )
    if let parties = Self.parties(decisions, destroyed, cipher.caseID, keyring) { statements.append(parties) }
    var startsTimers = false
    for (index, (decision, row)) in zip(decisions, rows).enumerated() {
      statements.append(row.insert())
      let trace = index == rows.count - 1 ? traceparent : nil
      if let events = Self.events(decision, cipher.caseID, keyring, traceparent: trace) { statements.append(events) }
      let timers = TimerChanges(decision.entry)
      statements += timers.statements(for: cipher.caseID)
      startsTimers = startsTimers || timers.startsAny
    }
    self.statements = statements
    self.startsTimers = startsTimers
    tells = decisions.contains { !$0.notices.isEmpty }
  }

  private static func rows(
    _ decisions: [Decision],
    cipher: CaseCipher,
    after head: Data
  ) throws(StoreError) -> [JournalRow] {
    var rows: [JournalRow] = []
    for decision in decisions {
      let entry = decision.entry
      let content = EntryContent(subject: entry.actor?.subject, fields: entry.fields, changes: entry.changes)
      let sealed = try cipher.seal(ContentCoder.encode(content), as: .entry, revision: entry.revision)
      let told = ToldHash(decision.notices).digest
      rows.append(JournalRow(entry, of: cipher.caseID, content: sealed, told: told, after: rows.last?.hash ?? head))
    }
    return rows
  }

  /// - Parameter entries: how many there are now that there were not before.
  private static func caseFile(
    _ decision: Decision,
    row: JournalRow,
    cipher: CaseCipher,
    entries: Int,
    isNew: Bool,
    configuration: Int64,
    destroyed: DestructionRecord?,
    keyring: Keyring
  ) throws(StoreError) -> [Statement] {
    let result = decision.result
    let now = decision.entry.at.timestamp
    let before = row.revision - Int64(entries)
    func sealed(_ form: SealForm) -> Data {
      keyring.seal(caseID: cipher.caseID, revision: row.revision, head: row.hash, as: form)
    }
    if decision.erases {
      guard let destroyed else { throw .corrupt("a destruction without a record") }
      let content = try destroyed.sealed(caseID: cipher.caseID, head: row.hash, keyring: keyring)
      let seal = sealed(.destroyed(record: DestructionRecord.digest(of: content)))
      return [
        Queries.eraseFile.bind(cipher.caseID, result.state, row.revision, row.hash, seal, now, before),
        Queries.insertDestruction.bind(cipher.caseID, content),
        Queries.deleteKey.bind(cipher.caseID),
      ]
    }
    let seal = sealed(.counted(configuration))
    let snapshot = try cipher.seal(ContentCoder.encode(result), as: .snapshot, revision: row.revision)
    guard isNew else {
      return [
        Queries.updateFile.bind(
          cipher.caseID,
          result.version,
          result.region,
          result.state,
          row.revision,
          row.hash,
          seal,
          snapshot,
          now,
          configuration,
          before
        )
      ]
    }
    return [
      Queries.insertFile.bind(
        cipher.caseID,
        result.workflow,
        result.version,
        result.region,
        result.state,
        row.revision,
        row.hash,
        seal,
        snapshot,
        now,
        configuration
      ),
      Queries.insertKey.bind(cipher.caseID, keyring.current, try cipher.wrapped(by: keyring)),
    ]
  }

  private static func parties(
    _ decisions: [Decision],
    _ destroyed: DestructionRecord?,
    _ caseID: UUID,
    _ keyring: Keyring
  ) -> Statement? {
    // Oversight that took no part finds the record of a destruction in the same way as those who did.
    let readers = destroyed?.readers.map(\.organisation) ?? []
    let joined = Set(decisions.flatMap(\.entry.changes).compactMap(\.joined) + readers).sorted()
    guard !joined.isEmpty else { return nil }
    return Queries.insertParties.bind(caseID, joined, joined.map { keyring.alias(of: caseID, for: $0) })
  }

  private static func events(
    _ decision: Decision,
    _ caseID: UUID,
    _ keyring: Keyring,
    traceparent: String?
  ) -> Statement? {
    let notices = decision.notices
    guard !notices.isEmpty else { return nil }
    let entry = decision.entry
    return Queries.insertEvents.bind(
      caseID,
      entry.revision,
      entry.ground,
      entry.at.timestamp,
      traceparent,
      notices.map(\.organisation),
      notices.map { keyring.alias(of: caseID, for: $0.organisation) },
      notices.map(\.event)
    )
  }

  private enum Queries {
    static let insertFile = PreparedQuery(
      """
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, configuration)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
      """
    )
    static let updateFile = PreparedQuery(
      """
      update case_file
      set version = $2, region = $3, state = $4, revision = $5, head = $6, seal = $7, snapshot = $8, changed_at = $9,
        configuration = $10
      where id = $1 and revision = $11
      """
    )
    /// No settings come after the greatest number: nobody looks for what is behind in a case without deadlines.
    static let eraseFile = PreparedQuery(
      """
      update case_file set state = $2, revision = $3, head = $4, seal = $5, snapshot = null, changed_at = $6,
        configuration = 9223372036854775807
      where id = $1 and revision = $7
      """
    )
    static let insertDestruction = PreparedQuery("insert into destruction (case_id, content) values ($1, $2)")
    static let insertKey = PreparedQuery(
      "insert into keyring.case_key (case_id, wrapped_by, wrapped) values ($1, $2, $3)"
    )
    static let deleteKey = PreparedQuery("delete from keyring.case_key where case_id = $1")
    static let insertParties = PreparedQuery(
      """
      insert into case_party (case_id, organisation, alias)
      select $1, organisation, alias from unnest($2::text[], $3::uuid[]) as joined (organisation, alias)
      on conflict do nothing
      """
    )
    static let insertEvents = PreparedQuery(
      """
      insert into outbox (case_id, revision, ground, recorded_at, traceparent, organisation, subject, event)
      select $1, $2, $3, $4, $5, organisation, subject, event
      from unnest($6::text[], $7::uuid[], $8::text[]) as notice (organisation, subject, event)
      """
    )
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
