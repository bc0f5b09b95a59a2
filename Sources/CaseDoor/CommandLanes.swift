import Foundation
import Postgres
import StoreBase
import Synchronization

/// A command, and its place at its case.
struct WaitingCommand: Sendable {
  let submission: Submission
  let place: CaseLimit.Place
}

/// Lets commands in on a few connections. What comes while all of them are at work waits, and is carried out together by the first
/// that is free. So the more commands come at once, the less each of them costs, and on a quiet service none of them waits.
///
/// More connections than processors would not make them faster: the database works on as many commands at a time as it has
/// processors, and every switch between two of its processes costs as much as a part of a command.
final class CommandLanes: Sendable {
  enum Outcome {
    case done(Handled)
    case failed(StoreError)
    /// It met another command on its case, or found the case held by somebody.
    case met
  }

  typealias Work = @Sendable ([WaitingCommand], isolated PostgresConnection) throws -> [Outcome]

  private struct Waiter {
    let number: Int
    let command: WaitingCommand
    let continuation: CheckedContinuation<Turn, Never>
  }

  /// How a wait ends.
  private enum Turn {
    case free
    case carriedOut(Outcome)
  }

  private struct State {
    var working = 0
    var waiting: [Waiter] = []
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
    case .met, nil: return nil
    }
  }

  /// The lane goes on with who waits, or ends.
  private func next(_ work: @escaping Work) {
    let batch = state.withLock { state in
      let batch = Array(state.waiting.prefix(together))
      state.waiting.removeFirst(batch.count)
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

  private func wait(_ command: WaitingCommand) async -> Turn {
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
    let turn = state.withLock { state -> Turn? in
      // It may have become free meanwhile.
      if state.enter(width) { return .free }
      guard state.waiting.count < pool.configuration.waitLimit else {
        return .carriedOut(.failed(.database(PostgresError(.poolExhausted))))
      }
      state.waiting.append(waiter)
      return nil
    }
    if let turn { waiter.continuation.resume(returning: turn) }
  }

  private func giveUp(_ number: Int, as kind: PostgresError.Kind) {
    let waiter = state.withLock { state -> Waiter? in
      guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
      return state.waiting.remove(at: place)
    }
    waiter?.continuation.resume(returning: .carriedOut(.failed(.database(PostgresError(kind)))))
  }
}
