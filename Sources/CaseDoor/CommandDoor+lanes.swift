import Foundation
import Postgres
import StoreBase

/// Commands are carried out together: what they are decided on is read in one round trip, and all of it is written in one transaction. None
/// takes a lock before it writes, since commands seldom meet; and none waits long for a case that somebody holds, since others wait
/// with it. Who met another stands in line for the case by itself, so that nobody comes in between again.
extension CommandDoor {
  func handle(
    _ commands: [WaitingCommand],
    on connection: isolated PostgresConnection
  ) throws -> [CommandLanes.Outcome] {
    var outcomes = commands.map { _ in CommandLanes.Outcome.conflicted }
    let attempts = try attempts(commands, &outcomes, on: connection)
    for (attempt, outcome) in zip(attempts, try keep(attempts.map(\.verdict), on: connection)) {
      outcomes[attempt.index] = outcome
    }
    return outcomes
  }

  private struct Attempt {
    let index: Int
    let verdict: Verdict
  }

  /// - Parameter outcomes: gets those of commands about which something is wrong.
  private func attempts(
    _ commands: [WaitingCommand],
    _ outcomes: inout [CommandLanes.Outcome],
    on connection: isolated PostgresConnection
  ) throws -> [Attempt] {
    let receipts = commands.map { ReceiptKey($0.submission, keyring: keyring) }
    let loads = try load(zip(commands, receipts).map { ($0.submission, $1) }, on: connection)
    var (cases, keys): (Set<UUID>, Set<Data>) = ([], [])
    var attempts: [Attempt] = []
    for (index, command) in commands.enumerated() {
      do {
        let loaded = try loads[index].get()
        // The second on a case, or under an id, is decided on what the first has done.
        if let id = loaded.record?.cipher.caseID, !cases.insert(id).inserted { continue }
        if let key = receipts[index], !keys.insert(key.id).inserted { continue }
        try command.place.take(loaded.record?.cipher.caseID)
        let verdict = try judge(
          command.submission,
          loaded: loaded,
          receipt: receipts[index],
          newCase: keyring.caseID(of: command.submission),
          on: connection
        )
        // Of a case that something is moved to the same holds.
        if let id = verdict.received?.caseID, !cases.insert(id).inserted { continue }
        attempts.append(Attempt(index: index, verdict: verdict))
      } catch {
        guard let fault = Self.ofOneCommand(error) else { throw error }
        outcomes[index] = .failed(fault)
      }
    }
    return attempts
  }

  private func keep(
    _ verdicts: [Verdict],
    on connection: isolated PostgresConnection
  ) throws -> [CommandLanes.Outcome] {
    guard let together = Verdict.statements(verdicts, longestWait: Self.longestWait) else {
      return verdicts.map { .done($0.handled) }
    }
    let start = ContinuousClock.now
    let written = try connection.transactions([together])[0]
    metrics.wrote(since: start)
    record(.write, of: verdicts.map(\.trace), since: start)
    switch written {
    case .success: return verdicts.map { .done($0.handled) }
    case .failure(let error) where verdicts.count == 1 || error.concernsAll:
      return verdicts.map { _ in Self.outcome(error) }
    case .failure: return try keepEach(verdicts, on: connection)
    }
  }

  /// Each in a transaction of its own: one of them cannot be written, and it is not known which.
  private func keepEach(
    _ verdicts: [Verdict],
    on connection: isolated PostgresConnection
  ) throws -> [CommandLanes.Outcome] {
    let writes = verdicts.map { Verdict.statements([$0], longestWait: Self.longestWait) }
    var results = try connection.transactions(writes.compactMap(\.self))[...]
    return zip(verdicts, writes).map { verdict, write in
      guard write != nil, case .failure(let error) = results.removeFirst() else { return .done(verdict.handled) }
      return Self.outcome(error)
    }
  }

  private static func outcome(_ error: PostgresError) -> CommandLanes.Outcome {
    error.isConflict || error.kind == .timedOut ? .conflicted : .failed(.database(error))
  }

  /// The error when those that were read with it need not share it.
  private static func ofOneCommand(_ error: any Error) -> StoreError? {
    switch error {
    case StoreError.database: nil
    case let error as StoreError: error
    default: StoreError.ofTheCase(error)
    }
  }

  /// With the case locked only the receipt can be met again: a copy of the command that was refused without the case's lock. Then
  /// its answer is there, and is given the next time. Whose new case has the id of another meets a copy of its command, whose answer
  /// is there too; or a case of long ago, whose receipt is forgotten: then the new one gets another id.
  func standInLine(_ command: WaitingCommand, on connection: isolated PostgresConnection) throws -> Handled {
    let submission = command.submission
    let receipt = ReceiptKey(submission, keyring: keyring)
    let caseID = try load(submission, receipt: receipt, on: connection).record?.cipher.caseID
    try command.place.take(caseID)
    let start = ContinuousClock.now
    defer {
      metrics.stood(since: start)
      record(.line, of: [submission.trace], since: start)
    }
    var held = Set([caseID].compactMap(\.self))
    for _ in 1...3 {
      var handled: Handled?
      let isKept = try keep(on: connection) { connection in
        handled = try connection.withTransaction { connection in
          let cases = held.sorted { $0 < $1 }
          let loaded = try load(submission, receipt: receipt, locking: cases, on: connection)
          let verdict = try judge(submission, loaded: loaded, receipt: receipt, newCase: UUID(), on: connection)
          // A case that something is moved to is known only now. Nothing is written before both are held, in the order of all.
          if let other = verdict.received?.caseID, held.insert(other).inserted { return nil }
          if let writes = Verdict.statements([verdict]) { try connection.pipeline(writes) }
          return verdict.handled
        }
      }
      if isKept, let handled { return handled }
    }
    throw StoreError.contended
  }

  /// For a case that somebody holds, of those that would keep others waiting.
  package static let longestWait = Duration.milliseconds(100)
}

extension PostgresError {
  /// Whether the connection is gone, and with it the answers to all that was sent.
  fileprivate var concernsAll: Bool {
    switch kind {
    case .unavailable, .connectionLost, .commitOutcomeUnknown, .closed: true
    default: false
    }
  }
}
