public import CaseCore
import DutchMessages
import Foundation
public import Postgres
package import SettingsStore
public import StoreBase

/// The one door. Whatever happens to a case, by whatever entrance it comes, happens here, in one transaction: case,
/// journal, outbox, timers and the remembered answer are kept together or not at all.
///
/// ```
///  Submission ─► one trip: receipt? case, clock, directory
///                    │ answered before ──────────────────────────────► the same answer
///                    ▼
///                 what the clock and new settings have still to do (pure), each an entry of its own
///                    ▼
///                 decide on what the case is then (pure) ── refused ─► one statement: those entries, receipt ─► refusal
///                    ▼
///                 encrypt, chain, seal
///                    ▼
///                 one statement: case, those entries, this one … ─► wake relay and timers ─► accepted
/// ```
///
/// The whole of it runs on the thread of one database connection, so a command costs one hand-over there and one back.
///
/// Two commands on one case at once both write the same revision; the journal's primary key lets one through. The other
/// waits its turn and is decided again on what the case has become; a sender that named the revision it saw is refused.
/// When the connection is lost during the commit, nobody knows whether it was kept: that is an error, and the sender who
/// sends again under the same id gets the answer that was kept, or is decided now.
public struct CommandDoor: Sendable {
  package let pool: PostgresPool
  package let keyring: Keyring
  package let library: WorkflowLibrary
  package let settingsCache: SettingsCache
  package let directory: DirectoryCache
  package let wakes: Wakes
  private let limit: CaseLimit

  public init(
    pool: PostgresPool,
    keyring: Keyring,
    library: WorkflowLibrary,
    calendar: WorkCalendar = .standard,
    directory: DirectoryCache,
    wakes: Wakes
  ) {
    self.pool = pool
    self.keyring = keyring
    self.library = library
    settingsCache = SettingsCache(keyring: keyring, calendar: calendar)
    self.directory = directory
    self.wakes = wakes
    limit = CaseLimit(of: pool)
  }

  /// Carries out a command.
  /// - Throws: what is no answer: the database cannot be reached, a key is missing. Nothing was kept then, except that
  ///   after ``Postgres/PostgresError/Kind/commitOutcomeUnknown`` all of it may have been.
  public func submit(_ submission: Submission) async throws(StoreError) -> Answer {
    try await carryOut(submission).answer
  }

  private func carryOut(_ submission: Submission) async throws(StoreError) -> Handled {
    let outcome = try await limit.run { (place) async throws(StoreError) in
      try await pool.store { connection in try handle(submission, place, on: connection) }
    }
    wake(tells: outcome.tells, times: outcome.times)
    return outcome
  }

  /// Wakes the loops that have work by what was written.
  package func wake(tells: Bool, times: Bool) {
    if tells { wakes.outbox.signal() }
    if times { wakes.timers.signal() }
  }

  /// What was done, and which loops have work by it.
  struct Handled {
    var answer: Answer
    var tells = false
    var times = false
  }

  /// The first attempt takes no lock, since commands seldom meet. One that met another stands in line for the case, so that
  /// nobody comes in between again.
  func handle(
    _ submission: Submission,
    _ place: CaseLimit.Place,
    on connection: isolated PostgresConnection
  ) throws -> Handled {
    let receipt = ReceiptKey(submission, keyring: keyring)
    let loaded = try load(submission, receipt: receipt, on: connection)
    try place.take(loaded.record?.cipher.caseID)
    let verdict = try judge(submission, loaded: loaded, receipt: receipt, on: connection).telling(submission.reply)
    if try keep(on: connection, { try verdict.keep(on: $0) }) { return verdict.handled }
    // With the case locked only the receipt can be met again: a copy of the command that was refused without the case's lock. Then
    // its answer is there, and is given the next time.
    for _ in 1...2 {
      var handled = verdict.handled
      let isKept = try keep(on: connection) { connection in
        handled = try connection.withTransaction { connection in
          let loaded = try load(submission, receipt: receipt, locking: loaded.record?.cipher.caseID, on: connection)
          let verdict = try judge(submission, loaded: loaded, receipt: receipt, on: connection)
            .telling(submission.reply)
          for write in verdict.writes { try connection.query(write) }
          return verdict.handled
        }
      }
      if isKept { return handled }
    }
    throw StoreError.contended
  }

  /// - Returns: whether `write` kept what it wrote; `false` when another transaction wrote the same revision or receipt first.
  package func keep(
    on connection: isolated PostgresConnection,
    _ write: (isolated PostgresConnection) throws -> Void
  ) throws -> Bool {
    do {
      try write(connection)
      return true
    } catch let error as PostgresError where error.isMeeting {
      return false
    }
  }

  /// What a submission comes to: what is answered, once the statements are kept.
  private struct Verdict {
    var handled: Handled
    var writes: [Statement] = []

    func keep(on connection: isolated PostgresConnection) throws(PostgresError) {
      if !writes.isEmpty { try connection.transaction(writes) }
    }

    /// With the answer told, to a sender that does not wait for it.
    func telling(_ reply: Reply?) throws -> Verdict {
      guard let reply else { return self }
      var verdict = self
      verdict.writes += try reply.statements(handled.answer)
      verdict.handled.tells = true
      return verdict
    }
  }

  private func judge(
    _ submission: Submission,
    loaded: Loaded,
    receipt: ReceiptKey?,
    on connection: isolated PostgresConnection
  ) throws -> Verdict {
    if let answered = loaded.answered {
      return Verdict(handled: Handled(answer: try repeated(answered, to: submission, loaded, on: connection)))
    }
    // The answer of before is forgotten since it was looked for.
    guard !submission.isRepetition else { throw StoreError.contended }
    let (clock, outcome, decider) = try decide(submission, loaded, on: connection)
    switch outcome {
    case .accepted(let decision):
      let decisions = clock + [decision]
      let destroyed =
        try decision.erases
        ? decider.map { try DestructionRecord(decisions, of: loaded.record, by: $0, on: connection) } : nil
      let writing = try write(decisions, loaded, on: connection, destroyed: destroyed)
      let entry = decision.entry
      let alias = entry.actor.map { keyring.alias(of: writing.caseID, for: $0.organisation) }
      let revision = entry.actor.flatMap { decider?.revision(of: decision.result, for: $0) } ?? entry.revision
      let answer = Answer.accepted(.init(alias: alias, revision: revision, state: entry.to, children: entry.began))
      return try verdict(answer, writing, receipt, at: loaded.now)
    case .refused(let refusal):
      // Who may not know of the case changes nothing in it, and does not wait for it.
      let writing = clock.isEmpty || refusal == .unknownCase ? nil : try write(clock, loaded, on: connection)
      return try verdict(
        .refused(RefusalMessage(refusal)),
        writing,
        submission.keeps(refusal) ? receipt : nil,
        at: loaded.now
      )
    case .lapsed:
      return Verdict(handled: Handled(answer: .lapsed))
    }
  }

  private func verdict(
    _ answer: Answer,
    _ writing: CaseWriting?,
    _ receipt: ReceiptKey?,
    at moment: Instant
  ) throws -> Verdict {
    let receipt = try receipt?.row(answer, at: moment)
    return Verdict(
      handled: Handled(answer: answer, tells: writing?.tells ?? false, times: writing?.startsTimers ?? false),
      writes: writing == nil && receipt == nil
        ? [] : [CaseWriting.statement([writing].compactMap(\.self), receipt: receipt)]
    )
  }

  package func write(
    _ decisions: [Decision],
    _ loaded: Loaded,
    on connection: isolated PostgresConnection,
    destroyed: DestructionRecord? = nil
  ) throws -> CaseWriting {
    guard let result = decisions.last?.result else { throw StoreError.corrupt("nothing to write") }
    return try CaseWriting(
      decisions,
      on: loaded.record,
      deadlineSettings: loaded.deadlineSettings.revision,
      workflow: library.pinned(result.workflow, result.version, on: connection),
      destroyed: destroyed,
      keyring: keyring
    )
  }

  /// What the clock has still to do to the case, and what the command comes to after that.
  private func decide(
    _ submission: Submission,
    _ loaded: Loaded,
    on connection: isolated PostgresConnection
  ) throws -> (clock: [Decision], Outcome, by: Decider?) {
    switch submission.target {
    case .newCase(let key):
      guard let workflow = try library.current(key) else { return ([], .refused(.unknownCase), nil) }
      let decider = decider(workflow, loaded)
      return ([], decider.decide(submission.command, on: nil), decider)
    case .alias:
      guard let record = loaded.record else {
        try loadOther(submission, loaded, on: connection)
        return ([], .refused(.unknownCase), nil)
      }
      let decider = try decider(for: record, loaded, on: connection)
      let clock = decider.catchUp(record.instance, from: loaded.earlier)
      return (clock, decider.decide(submission.command, on: clock.last?.result ?? record.instance), decider)
    }
  }

  package func decider(for record: CaseRecord, _ loaded: Loaded, on connection: isolated PostgresConnection) throws
    -> Decider
  {
    decider(try library.pinned(record.instance.workflow, record.instance.version, on: connection), loaded)
  }

  private func decider(_ workflow: Workflow, _ loaded: Loaded) -> Decider {
    Decider(workflow: workflow, directory: loaded.directory, deadlineSettings: loaded.deadlineSettings, now: loaded.now)
  }
}

extension PostgresError {
  /// Whether another transaction wrote the same revision or receipt first.
  package var isMeeting: Bool {
    switch kind {
    case .constraint(name: "journal_pkey", _), .constraint(name: "receipt_pkey", _), .serialization: true
    default: false
    }
  }
}
