public import CaseCore
import DutchMessages
package import Foundation
public import Postgres
package import SettingsStore
public import StoreBase
public import Tracing

/// The one door. Whatever happens to a case, by whatever entrance it comes, happens here, in one transaction: case,
/// journal, outbox, timers and the remembered answer are kept together or not at all.
///
/// ```
///  Submission, with others that waited with it
///                    ▼
///                 one round trip: receipt? case, clock, directory
///                    │ answered before ──────────────────────────────► the same answer
///                    ▼
///                 what the clock and new settings have still to do (pure), each an entry of its own
///                    ▼
///                 decide on what the case is then (pure) ── refused ─► those entries, receipt ───────► refusal
///                    ▼
///                 encrypt, chain, seal
///                    ▼
///                 one statement for all of them: cases, entries … ─► wake relay and timers ─► accepted
/// ```
///
/// The whole of it runs on the thread of one database connection, so a command costs one hand-over there and one back.
///
/// Two commands on one case at once both write the same revision; the journal's primary key lets one through. The other
/// stands in line for the case and is decided again on what it has become; a sender that named the revision it saw is refused.
/// When the connection is lost during the commit, nobody knows whether it was kept: that is an error, and the sender who
/// sends again under the same id gets the answer that was kept, or is decided now.
public struct CommandDoor: Sendable {
  package let pool: PostgresPool
  package let keyring: Keyring
  package let library: WorkflowLibrary
  package let settingsCache: SettingsCache
  package let directory: DirectoryCache
  package let wakes: Wakes
  /// Records what commands wait for; `nil` when nothing is traced. Whoever hands in commands begins its own spans with it.
  public let tracer: (any Tracer)?
  private let limit: CaseLimit
  let lanes: CommandLanes
  let metrics = DoorMetrics()

  public init(
    pool: PostgresPool,
    keyring: Keyring,
    library: WorkflowLibrary,
    calendar: WorkCalendar = .standard,
    directory: DirectoryCache,
    wakes: Wakes,
    tracer: (any Tracer)? = nil
  ) {
    self.pool = pool
    self.keyring = keyring
    self.library = library
    settingsCache = SettingsCache(keyring: keyring, calendar: calendar)
    self.directory = directory
    self.wakes = wakes
    self.tracer = tracer
    limit = CaseLimit(of: pool)
    lanes = CommandLanes(of: pool)
  }

  /// Carries out a command.
  /// - Throws: what is no answer: the database cannot be reached, a key is missing. Nothing was kept then, except that
  ///   after ``Postgres/PostgresError/Kind/commitOutcomeUnknown`` all of it may have been.
  public func submit(_ submission: Submission) async throws(StoreError) -> Answer {
    let start = ContinuousClock.now
    let span = CommandSpan(of: submission, by: tracer)
    var submission = submission
    submission.trace = span?.context
    do throws(StoreError) {
      let answer = try await carryOut(submission).answer
      metrics.answered(answer, to: submission, since: start)
      span?.answered(answer)
      return answer
    } catch {
      metrics.failed(error, of: submission, since: start)
      span?.failed(error)
      throw error
    }
  }

  /// Commands that wait until one of those at work is done.
  public var waiting: Int { lanes.waiting }

  private func carryOut(_ submission: Submission) async throws(StoreError) -> Handled {
    let outcome = try await limit.run { (place) async throws(StoreError) in
      let command = WaitingCommand(submission: submission, place: place)
      if let handled = try await lanes.run(command, { try handle($0, on: $1) }) { return handled }
      return try await pool.store { connection in try standInLine(command, on: connection) }
    }
    wake(tells: outcome.tells, times: outcome.times)
    if outcome.asks { wakes.matches.signal() }
    return outcome
  }

  /// Wakes the loops that have work by what was written.
  /// - Parameter tells: the organisations that have something to be told.
  package func wake(tells: Set<String>, times: Bool) {
    if !tells.isEmpty { wakes.outbox.signal(about: tells) }
    if times { wakes.timers.signal() }
  }

  /// - Returns: whether `write` kept what it wrote; `false` when another transaction wrote the same revision or receipt first.
  package func keep(
    on connection: isolated PostgresConnection,
    _ write: (isolated PostgresConnection) throws -> Void
  ) throws -> Bool {
    do {
      try write(connection)
      return true
    } catch let error as PostgresError where error.isConflict {
      return false
    }
  }

  package func write(
    _ decisions: [Decision],
    _ loaded: Loaded,
    newCase: UUID = UUID(),
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
      newCase: newCase,
      keyring: keyring
    )
  }

  package func decider(for record: CaseRecord, _ loaded: Loaded, on connection: isolated PostgresConnection) throws
    -> Decider
  {
    decider(try library.pinned(record.instance.workflow, record.instance.version, on: connection), loaded)
  }

  func decider(_ workflow: Workflow, _ loaded: Loaded) -> Decider {
    Decider(workflow: workflow, directory: loaded.directory, deadlineSettings: loaded.deadlineSettings, now: loaded.now)
  }
}

extension PostgresError {
  /// Whether another transaction wrote the same revision or receipt first, or began the same case; or another case has the name already, and
  /// the next try draws another.
  package var isConflict: Bool {
    switch kind {
    case .constraint(name: "journal_pkey", _), .constraint(name: "receipt_pkey", _),
      .constraint(name: "case_file_pkey", _), .constraint(name: "case_name_pkey", _), .serialization:
      true
    default: false
    }
  }
}

extension Keyring {
  /// The id of the case that a command begins. It follows from who sends the command and under which id, so that a case that a restore
  /// of the database undid has, when the same command comes again, the ids by which every organisation knew it.
  func caseID(of submission: Submission) -> UUID {
    guard let id = submission.id, case .command(_, let actor) = submission.command.cause else { return UUID() }
    return caseID(begunBy: actor.organisation, id: id)
  }
}
