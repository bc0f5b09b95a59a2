public import CaseCore
import Foundation
public import Postgres

/// The one door. Whatever happens to a case, by whatever entrance it comes, happens here, in one transaction: case,
/// journal, outbox, timers and the remembered answer are kept together or not at all.
///
/// ```
///  Submission ─► one trip: receipt? case, clock, directory
///                    │ answered before ──────────────────────────────► the same answer
///                    ▼
///                 decide (pure) ── refused ─► one trip: receipt ─────► refusal
///                    ▼
///                 encrypt, chain, seal
///                    ▼
///                 one trip: begin … commit ─► wake relay and timers ─► accepted
/// ```
///
/// The whole of it runs on the thread of one database connection, so a command costs one hand-over there and one back.
///
/// Two commands on one case at once both write the same revision; the journal's primary key lets one through. The other
/// waits its turn and is decided again on what the case has become; a sender that named the revision it saw is refused.
/// When the connection is lost during the commit, nobody knows whether it was kept: that is an error, and the sender who
/// sends again under the same id gets the answer that was kept, or is decided now.
public struct CommandDoor: Sendable {
  let pool: PostgresPool
  let keyring: Keyring
  let library: WorkflowLibrary
  let configurations: ConfigurationCache
  let directory: DirectoryCache
  let wakes: Wakes

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
    configurations = ConfigurationCache(keyring: keyring, calendar: calendar)
    self.directory = directory
    self.wakes = wakes
  }

  /// Carries out a command.
  /// - Throws: what is no answer: the database cannot be reached, a key is missing. Nothing was kept then, except that
  ///   after ``Postgres/PostgresError/Kind/commitOutcomeUnknown`` all of it may have been.
  public func submit(_ submission: Submission) async throws(StoreError) -> Answer {
    try await carryOut(submission).answer
  }

  func carryOut(_ submission: Submission) async throws(StoreError) -> Handled {
    let outcome = try await pool.store { connection in try handle(submission, on: connection) }
    if outcome.tells { wakes.outbox.signal() }
    if outcome.times { wakes.timers.signal() }
    return outcome
  }

  /// What was done, and which loops have work by it.
  struct Handled {
    var answer: Answer
    /// The moment on which it was decided.
    var at: Instant
    var tells = false
    var times = false
  }

  /// The first attempt takes no lock, since commands seldom meet. One that met another stands in line for the case, so that
  /// nobody comes in between again.
  func handle(_ submission: Submission, on connection: isolated PostgresConnection) throws -> Handled {
    let receipt = ReceiptKey(submission, keyring: keyring)
    let found = try lookUpToDate(submission, receipt: receipt, on: connection)
    let verdict = try judge(submission, found: found, receipt: receipt, on: connection)
    if try keep(on: connection, { try verdict.keep(on: $0) }) { return verdict.handled }
    var handled = verdict.handled
    let isKept = try keep(on: connection) { connection in
      handled = try connection.withTransaction { connection in
        let found = try look(submission, receipt: receipt, locking: found.record?.cipher.caseID, on: connection)
        // Settings that were approved just now hold from the next command on.
        guard !found.isBehind else { throw StoreError.contended }
        let verdict = try judge(submission, found: found, receipt: receipt, on: connection)
        try connection.pipeline(verdict.statements)
        return verdict.handled
      }
    }
    guard isKept else { throw StoreError.contended }
    return handled
  }

  /// - Returns: whether `write` kept what it wrote; `false` when another transaction wrote the same revision or receipt first.
  private func keep(
    on connection: isolated PostgresConnection,
    _ write: (isolated PostgresConnection) throws -> Void
  ) throws -> Bool {
    do {
      try write(connection)
      return true
    } catch let error as PostgresError {
      switch error.kind {
      case .constraint(name: "journal_pkey", _), .constraint(name: "receipt_pkey", _), .serialization: return false
      default: throw error
      }
    }
  }

  /// What a submission comes to: what is answered, once the statements are kept.
  private struct Verdict {
    var handled: Handled
    var statements: [Statement] = []

    func keep(on connection: isolated PostgresConnection) throws(PostgresError) {
      if !statements.isEmpty { try connection.transaction(statements) }
    }
  }

  private func judge(
    _ submission: Submission,
    found: Found,
    receipt: ReceiptKey?,
    on connection: isolated PostgresConnection
  ) throws -> Verdict {
    if let answered = found.answered { return Verdict(handled: Handled(answer: answered, at: found.now)) }
    switch try decide(submission, found, on: connection) {
    case .accepted(let decision):
      let writing = try CaseWriting(
        decision,
        on: found.record,
        configuration: found.configuration.revision,
        receipt: receipt,
        traceparent: submission.traceparent,
        keyring: keyring
      )
      let handled = Handled(
        answer: writing.answer,
        at: found.now,
        tells: !decision.notices.isEmpty,
        times: writing.startsTimers
      )
      return Verdict(handled: handled, statements: writing.statements)
    case .refused(let refusal):
      let answer = Answer.refused(refusal)
      return Verdict(
        handled: Handled(answer: answer, at: found.now),
        statements: try receipt.map { [try $0.insert(answer, at: found.now)] } ?? []
      )
    case .lapsed:
      return Verdict(handled: Handled(answer: .lapsed, at: found.now))
    }
  }

  private func decide(
    _ submission: Submission,
    _ found: Found,
    on connection: isolated PostgresConnection
  ) throws -> Outcome {
    switch submission.target {
    case .newCase(let key):
      guard let workflow = try library.current(key) else { return .refused(.unknownCase) }
      return decider(workflow, found).decide(submission.command, on: nil)
    case .alias, .caseID:
      guard let record = found.record else { return .refused(.unknownCase) }
      let workflow = try library.pinned(record.instance.workflow, record.instance.version, on: connection)
      return decider(workflow, found).decide(submission.command, on: record.instance)
    }
  }

  private func decider(_ workflow: Workflow, _ found: Found) -> Decider {
    Decider(workflow: workflow, directory: found.directory, configuration: found.configuration, now: found.now)
  }
}
