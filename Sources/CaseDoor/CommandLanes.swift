import CaseCore
import Foundation
import Postgres
import StoreBase
import Synchronization

/// A command, and its place at its case.
struct WaitingCommand: Sendable {
  let submission: Submission
  let place: CaseLimit.Place

  /// The organisation that gives it.
  var owner: String {
    switch submission.command.cause {
    case .command(_, let actor): actor.organisation
    // The clock is nobody's, and what the service finds too; what another case moves comes with the command on that one.
    case .deadline, .transferred, .matched: ""
    }
  }
}

/// Lets commands in on a few connections. What comes while all of them are at work waits, and is carried out together by the first
/// that is free. So the more commands come at once, the less each of them costs, and on a quiet service none of them waits.
///
/// More connections than processors would not make them faster: the database works on as many commands at a time as it has
/// processors, and every switch between two of its processes costs as much as a part of a command.
///
/// Organisations are served round-robin (``FairQueue``): the flood of one delays a command of another by what is under way, and it cannot take all
/// places to wait in.
final class CommandLanes: Sendable {
  enum Outcome {
    case done(Handled)
    case failed(StoreError)
    /// It met another command on its case, or found the case held by somebody.
    case conflicted
  }

  typealias Work = @Sendable ([WaitingCommand], isolated PostgresConnection) throws -> [Outcome]

  private struct Waiter {
    let number: Int
    let command: WaitingCommand
    let continuation: CheckedContinuation<Admission, Never>
  }

  /// How a wait ends.
  private enum Admission {
    case free
    case carriedOut(Outcome)
  }

  private struct State {
    var working = 0
    var waiting = FairQueue<Waiter>()
    var lastNumber = 0

    mutating func enter(_ width: Int) -> Bool {
      guard working < width else { return false }
      working += 1
      return true
    }
  }

  private let pool: PostgresPool
  private let width: Int
  /// How many commands are carried out together at most.
  private let together: Int
  private let state = Mutex(State())

  init(of pool: PostgresPool, processors: Int = ProcessInfo.processInfo.activeProcessorCount, together: Int = 16) {
    self.pool = pool
    width = min(pool.maximum, max(2, processors))
    self.together = together
  }

  /// Commands that wait until one of those at work is done.
  var waiting: Int { state.withLock(\.waiting.count) }

  /// - Parameter work: carries out commands: as many outcomes as commands.
  /// - Returns: `nil` when it has to stand in line for its case.
  /// - Throws: what went wrong with this command; `poolExhausted` when too many wait, or when it waited for too long.
  func run(_ command: WaitingCommand, _ work: @escaping Work) async throws(StoreError) -> Handled? {
    var outcome: Outcome?
    if !state.withLock({ $0.enter(width) }), case .carriedOut(let carriedOut) = await wait(command) {
      outcome = carriedOut
    }
    if outcome == nil {
      defer { next(work) }
      outcome = await carryOut([command], work)[0]
    }
    switch outcome {
    case .done(let handled): return handled
    case .failed(let error): throw error
    case .conflicted, nil: return nil
    }
  }

  /// The lane goes on with who waits, or ends.
  private func next(_ work: @escaping Work) {
    let batch = state.withLock { state in
      let batch = state.waiting.take(atMost: together)
      if batch.isEmpty { state.working -= 1 }
      return batch
    }
    guard !batch.isEmpty else { return }
    Task {
      let outcomes = await carryOut(batch.map(\.command), work)
      next(work)
      for (waiter, outcome) in zip(batch, outcomes) { waiter.continuation.resume(returning: .carriedOut(outcome)) }
    }
  }

  private func carryOut(_ commands: [WaitingCommand], _ work: @escaping Work) async -> [Outcome] {
    do throws(StoreError) {
      return try await pool.store { connection in try work(commands, connection) }
    } catch {
      return commands.map { _ in .failed(error) }
    }
  }

  private func wait(_ command: WaitingCommand) async -> Admission {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    return await withLimit(
      pool.configuration.waitTimeout,
      wait: { enter(Waiter(number: number, command: command, continuation: $0)) },
      giveUp: { [self] in giveUp(number, as: $0 ? .cancelled : .poolExhausted) }
    )
  }

  private func enter(_ waiter: Waiter) {
    let owner = waiter.command.owner
    let (admission, refused) = state.withLock { state -> (Admission?, Waiter?) in
      // It may have become free meanwhile.
      if state.enter(width) { return (.free, nil) }
      var refused: Waiter?
      if state.waiting.count >= pool.configuration.waitLimit {
        refused = state.waiting.makeRoom(for: owner)
        guard refused != nil else { return (nil, waiter) }
      }
      state.waiting.append(waiter, of: owner)
      return (nil, refused)
    }
    if let admission { waiter.continuation.resume(returning: admission) }
    refused?.continuation.resume(returning: .carriedOut(.failed(.database(PostgresError(.poolExhausted)))))
  }

  private func giveUp(_ number: Int, as kind: PostgresError.Kind) {
    let waiter = state.withLock { state in state.waiting.remove { $0.number == number } }
    waiter?.continuation.resume(returning: .carriedOut(.failed(.database(PostgresError(kind)))))
  }
}
