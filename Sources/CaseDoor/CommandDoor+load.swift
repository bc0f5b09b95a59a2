package import CaseCore
package import Foundation
package import Postgres
import SettingsStore
package import StoreBase

extension CommandDoor {
  /// What a command is decided on.
  package struct Loaded {
    package var now: Instant
    var directory: Directory
    /// The settings of administrators.
    package var deadlineSettings: DeadlineSettings
    package var record: CaseRecord?
    /// The settings that held since the case was counted, the ones that it was counted by first; none, when those are the present
    /// ones.
    package var earlier: [DeadlineSettings] = []
    /// The answer that was given before.
    var answered: Answer?
    /// Some other case of the sender's organisation, where it has none under the id that was asked for: it is opened and
    /// put away, so that both take the same time.
    var other: CaseRecord?
    /// What there is under the ids of other cases that the command names, by those texts; each of them read as the case itself is.
    var named: [String: Loaded] = [:]
  }

  /// Reads all that a decision needs in one round trip.
  /// - Parameter locking: cases that nobody else may write until the transaction ends, in the order in which all take them; they are
  ///   waited for.
  func load(
    _ submission: Submission,
    receipt: ReceiptKey?,
    locking cases: [UUID] = [],
    on connection: isolated PostgresConnection
  ) throws -> Loaded {
    let lock = cases.map(Self.lock)
    let reads = Reads(submission, receipt, naming: likelyNames(in: submission))
    let answers = try connection.pipeline(lock + reads.statements)
    return try load(reads, answers[lock.count...], on: connection)
  }

  /// Reads what several commands need in one round trip.
  func load(
    _ commands: [(submission: Submission, receipt: ReceiptKey?)],
    on connection: isolated PostgresConnection
  ) throws -> [Result<Loaded, any Error>] {
    let reads = commands.map { Reads($0.submission, $0.receipt, naming: likelyNames(in: $0.submission)) }
    let start = ContinuousClock.now
    var answers = try connection.pipeline(reads.flatMap(\.statements))[...]
    metrics.read(since: start)
    record(.read, of: commands.map(\.submission.trace), since: start)
    return reads.map { reads in
      defer { answers = answers.dropFirst(reads.statements.count) }
      return Result { try load(reads, answers, on: connection) }
    }
  }

  /// What is read for a command: its case, the answer of before, and the other cases that it names.
  private struct Reads {
    let submission: Submission
    let receipt: ReceiptKey?
    let names: [OtherCaseName]
    let statements: [Statement]

    init(_ submission: Submission, _ receipt: ReceiptKey?, naming names: [OtherCaseName]) {
      (self.submission, self.receipt, self.names) = (submission, receipt, names)
      statements =
        [find(submission)] + (receipt.map { [$0.select()] } ?? []) + names.map { find($0, for: submission) }
    }
  }

  private func load(
    _ reads: Reads,
    _ answers: ArraySlice<Rows>,
    on connection: isolated PostgresConnection
  ) throws -> Loaded {
    let others = answers.dropFirst(reads.receipt == nil ? 1 : 2)
    let answered = try reads.receipt.flatMap { key in try answers[answers.startIndex + 1].first.map(key.answer) }
    var loaded = try load(reads.submission, answers[answers.startIndex], on: connection)
    loaded.answered = answered
    for (name, rows) in zip(reads.names, others) {
      loaded.named[name.text] = try load(name, for: reads.submission, rows, on: connection)
    }
    return loaded
  }

  /// The case of a submission, from the rows of ``find(_:)``.
  func load(_ submission: Submission, _ cases: Rows, on connection: isolated PostgresConnection) throws -> Loaded {
    guard let row = cases.first else { throw StoreError.schemaMissing }
    let loaded: Loaded
    let isByAlias = cases.columnNames.count > 11
    if isByAlias, try row[11, as: UUID?.self] != row[12, as: UUID.self] {
      loaded = try loadOther(row, on: connection)
    } else {
      loaded = try self.loaded(row, withCase: cases.columnNames.count > 3, on: connection)
      let former = isByAlias ? try row[13, as: String?.self] : nil
      if let record = loaded.record { try require(record, for: submission, knownTo: former) }
    }
    return loaded
  }

  /// For a sender who has no case under the id: another is opened in its place, and put away.
  private func loadOther(_ row: Row, on connection: isolated PostgresConnection) throws -> Loaded {
    do {
      var loaded = try loaded(row, withCase: true, on: connection)
      (loaded.other, loaded.record) = (loaded.record, nil)
      return loaded
    } catch {
      // Nobody asked for it, so nobody is told what is wrong with it.
      guard StoreError.ofTheCase(error) != nil else { throw error }
      return try loaded(row, withCase: false, on: connection)
    }
  }

  /// Columns: now, the revisions of directory and settings, and of a case the six of ``CaseRecord``, the revision of the
  /// settings that it is counted by, and its seal.
  package func loaded(_ row: Row, withCase: Bool, on connection: isolated PostgresConnection) throws -> Loaded {
    let record = withCase ? try CaseRecord(row, from: 3, keyring: keyring) : nil
    let deadlineSettings = try settingsCache.at(revision: row[2, as: Int64.self], on: connection)
    let counted = try record.map { record in
      try record.counted(by: row[9], seal: row[10], present: deadlineSettings.revision, keyring: keyring)
    }
    return Loaded(
      now: Instant(try row[0, as: PostgresTimestamp.self]),
      directory: try directory.at(revision: row[1, as: Int64.self], on: connection),
      deadlineSettings: deadlineSettings,
      record: record,
      earlier: try settingsCache.from(counted ?? deadlineSettings.revision, upTo: deadlineSettings, on: connection)
    )
  }

  /// The case has to be the one that its sender knows by that id.
  /// - Parameter former: the organisation that knew it so, and was merged into the sender's.
  private func require(
    _ record: CaseRecord,
    for submission: Submission,
    knownTo former: String?
  ) throws(StoreError) {
    guard case .alias(let alias) = submission.target, case .command(_, let actor) = submission.command.cause else {
      return
    }
    try keyring.require(alias, of: record.cipher.caseID, for: former ?? actor.organisation)
  }

  /// Holds a case until the transaction ends.
  package static func lock(_ caseID: UUID) -> Statement { Queries.lock.bind(caseID) }

  /// The cases with these ids, as ``found(_:withCase:on:)`` reads them; one row without a case, when there is none.
  package static func cases(_ ids: [UUID]) -> Statement { Queries.casesByID.bind(ids) }

  static func find(_ submission: Submission) -> Statement {
    switch (submission.target, submission.command.cause) {
    case (.newCase, _): Queries.clock.bind()
    case (.alias(let alias), .command(_, let actor)): Queries.caseByAlias.bind(actor.organisation, alias)
    // The clock has a way in of its own, and so have what another case moves and what the service finds.
    case (.alias, .deadline), (.alias, .transferred), (.alias, .matched): Queries.clock.bind()
    }
  }

  private enum Queries {
    static let lock = PreparedQuery("select from case_file where id = $1 for no key update")

    static let clock = PreparedQuery("select service_now(), revision, settings_revision from directory_revision")

    static let casesByID = PreparedQuery(
      """
      select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.settings_revision, c.seal
      from directory_revision d
      left join (case_file c join keyring.case_key k on k.case_id = c.id) on c.id = any ($1)
      """
    )

    /// `offset 0` keeps the lookup of a key out of a join. As a join PostgreSQL gives it a cache of many rows, and to make
    /// that room ready cost more than all else of this statement. `asked` is the id of the sender's own: an organisation goes by
    /// those of one that was merged into it too.
    static let caseByAlias = PreparedQuery(
      """
      select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.settings_revision, c.seal, p.alias, asked.alias, asked.former
      from directory_revision d
      cross join lateral (
        select coalesce(own.alias, $2) as alias, old.former
        from (select) always
        left join succession old on old.organisation = $1 and old.alias = $2
        left join case_party own on own.organisation = $1 and own.case_id = old.case_id
        offset 0
      ) asked
      left join lateral (
        (select alias, case_id from case_party p
          where organisation = $1 and alias >= asked.alias
            and exists (select from keyring.case_key k where k.case_id = p.case_id offset 0)
          order by alias limit 1)
        union all
        (select alias, case_id from case_party p
          where organisation = $1 and exists (select from keyring.case_key k where k.case_id = p.case_id offset 0)
          order by alias limit 1)
        limit 1
      ) p on true
      left join case_file c on c.id = p.case_id
      left join keyring.case_key k on k.case_id = c.id
      """
    )
  }
}
