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
/// is decided again on what the case has become, unless its sender named the revision it saw: then it is refused.
/// When the connection is lost during the commit, nobody knows whether it was kept: that is an error, and the sender who
/// sends again under the same id gets the answer that was kept, or is decided now.
public struct CommandDoor: Sendable {
  let pool: PostgresPool
  let keyring: Keyring
  let library: WorkflowLibrary
  let calendar: WorkCalendar
  let directory: DirectoryCache
  let wakes: Wakes

  /// How often a command may meet others on its case before it gives up.
  private static let attempts = 20

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
    self.calendar = calendar
    self.directory = directory
    self.wakes = wakes
  }

  /// Carries out a command.
  /// - Throws: what is no answer: the database cannot be reached, a key is missing. Nothing was kept then, except that
  ///   after ``Postgres/PostgresError/Kind/commitOutcomeUnknown`` all of it may have been.
  public func submit(_ submission: Submission) async throws(StoreError) -> Answer {
    let outcome = try await pool.store { connection in try handle(submission, on: connection) }
    if outcome.tells { wakes.outbox.signal() }
    if outcome.times { wakes.timers.signal() }
    return outcome.answer
  }

  /// What was done, and which loops have work by it.
  struct Handled {
    var answer: Answer
    var tells = false
    var times = false
  }

  func handle(_ submission: Submission, on connection: isolated PostgresConnection) throws -> Handled {
    let receipt = ReceiptKey(submission, keyring: keyring)
    for _ in 0..<Self.attempts {
      let found = try look(submission, receipt: receipt, on: connection)
      if let answered = found.answered { return Handled(answer: answered) }
      if let handled = try attempt(submission, found: found, receipt: receipt, on: connection) { return handled }
    }
    throw StoreError.contended
  }

  /// - Returns: `nil` when another command came in between.
  private func attempt(
    _ submission: Submission,
    found: Found,
    receipt: ReceiptKey?,
    on connection: isolated PostgresConnection
  ) throws -> Handled? {
    switch try decide(submission, found, on: connection) {
    case .accepted(let decision):
      let writing = try CaseWriting(
        decision,
        submission: submission,
        found: found,
        receipt: receipt,
        keyring: keyring
      )
      guard try keep(writing.statements, on: connection) else { return nil }
      return Handled(answer: writing.answer, tells: !decision.notices.isEmpty, times: true)
    case .refused(let refusal):
      let answer = Answer.refused(refusal)
      if let receipt { guard try keep([receipt.insert(answer, at: found.now)], on: connection) else { return nil } }
      return Handled(answer: answer)
    case .lapsed:
      return Handled(answer: .lapsed)
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
    Decider(workflow: workflow, directory: found.directory, calendar: calendar, now: found.now)
  }

  /// - Returns: whether it was kept; `false` when another transaction wrote the same revision or receipt first.
  private func keep(
    _ statements: [Statement],
    on connection: isolated PostgresConnection
  ) throws(PostgresError) -> Bool {
    do {
      try connection.transaction(statements)
      return true
    } catch {
      switch error.kind {
      case .constraint(name: "journal_pkey", _), .constraint(name: "receipt_pkey", _), .serialization: return false
      default: throw error
      }
    }
  }
}
