import CaseCore
import Foundation
import Postgres

extension CommandDoor.Found {
  /// Whether the case is still counted by old settings.
  var isBehind: Bool { record != nil && counted != configuration.revision }
}

extension CommandDoor {
  /// What a command is decided on, with the case brought up to the present settings first. That is an entry of its own: it is
  /// no part of what the sender asks.
  func lookUpToDate(
    _ submission: Submission,
    receipt: ReceiptKey?,
    on connection: isolated PostgresConnection
  ) throws -> Found {
    for _ in 0..<5 {
      let found = try look(submission, receipt: receipt, on: connection)
      guard found.isBehind, let record = found.record else { return found }
      _ = try bringUp(record, to: found.configuration, at: found.now, on: connection)
    }
    throw StoreError.contended
  }

  /// Counts the deadlines of a case by these settings.
  /// - Returns: whether it was done: somebody else may have written the case first, and then it is looked at again.
  func bringUp(
    _ record: CaseRecord,
    to configuration: DeadlineConfiguration,
    at now: Instant,
    on connection: isolated PostgresConnection
  ) throws -> Bool {
    let instance = record.instance
    let workflow = try library.pinned(instance.workflow, instance.version, on: connection)
    let decider = Decider(workflow: workflow, directory: Directory([]), configuration: configuration, now: now)
    guard let change = decider.reconfigure(instance) else {
      let counted = Self.counted.bind(record.cipher.caseID, configuration.revision, instance.revision)
      return try connection.query(counted).affected == 1
    }
    let writing = try CaseWriting(
      change.decision,
      on: record,
      configuration: configuration.revision,
      keyring: keyring
    )
    do throws(PostgresError) { try connection.transaction(writing.statements) } catch {
      guard case .constraint(name: "journal_pkey", _) = error.kind else { throw error }
      return false
    }
    wakes.outbox.signal()
    wakes.timers.signal()
    return true
  }

  private static let counted = PreparedQuery("update case_file set configuration = $2 where id = $1 and revision = $3")
}
