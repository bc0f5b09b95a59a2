import Foundation
import Postgres
import StoreBase
import Synchronization

/// Keeps one case from taking all connections of this process. Commands on one case can only be written one after the other;
/// who comes meanwhile would hold a connection and do nothing but wait for its lock. So only a few may come that far, and the
/// others wait in line without a connection, in order, within limits of number and time.
final class CaseLimit: Sendable {
  private struct Line {
    var working = 0
    var waiting: [Waiter] = []
  }

  private struct Waiter {
    let number: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var lines: [UUID: Line] = [:]
    var lastNumber = 0

    /// Nobody waits while there is a place: one that is given back passes to whoever waits.
    mutating func take(_ caseID: UUID, width: Int) -> Bool {
      let working = lines[caseID]?.working ?? 0
      guard working < width else { return false }
      lines[caseID, default: Line()].working = working + 1
      return true
    }
  }

  private let state = Mutex(State())
  /// How many may work on one case at once.
  private let width: Int
  /// How many may wait for that.
  private let limit: Int
  private let patience: Duration

  init(of pool: PostgresPool, limit: Int = 100, patience: Duration = .seconds(10)) {
    // Four cases that are locked leave nothing; one and two leave half and more.
    width = max(1, pool.maximum / 4)
    self.limit = limit
    self.patience = patience
  }

  /// Does work that takes a place once it knows its case. When there is none it ends, waits in line, and is done again.
  /// - Throws: what the work throws; ``StoreError/contended`` when the line is too long, or does not move.
  func run<Value>(_ work: (Place) async throws(StoreError) -> Value) async throws(StoreError) -> Value {
    let place = Place(self)
    defer { place.end() }
    do throws(StoreError) { return try await work(place) } catch {
      guard let caseID = place.refused else { throw error }
      guard await wait(for: caseID) else { throw .contended }
      place.isTaken(for: caseID)
      return try await work(place)
    }
  }

  fileprivate func take(_ caseID: UUID) -> Bool { state.withLock { $0.take(caseID, width: width) } }

  /// The place passes to whoever waits first.
  fileprivate func giveBack(_ caseID: UUID) {
    let next = state.withLock { state -> Waiter? in
      guard var line = state.lines[caseID] else { return nil }
      let next = line.waiting.isEmpty ? nil : line.waiting.removeFirst()
      if next == nil { line.working -= 1 }
      state.lines[caseID] = line.working == 0 ? nil : line
      return next
    }
    next?.continuation.resume(returning: true)
  }

  private func wait(for caseID: UUID) async -> Bool {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    return await withLimit(
      patience,
      wait: { enter(Waiter(number: number, continuation: $0), caseID) },
      giveUp: { [self] _ in giveUp(number, caseID) }
    )
  }

  private func enter(_ waiter: Waiter, _ caseID: UUID) {
    let answer = state.withLock { state -> Bool? in
      // It may have become free meanwhile.
      if state.take(caseID, width: width) { return true }
      guard state.lines[caseID].map({ $0.waiting.count < limit }) ?? false else { return false }
      state.lines[caseID]?.waiting.append(waiter)
      return nil
    }
    if let answer { waiter.continuation.resume(returning: answer) }
  }

  private func giveUp(_ number: Int, _ caseID: UUID) {
    let waiter = state.withLock { state -> Waiter? in
      guard let place = state.lines[caseID]?.waiting.firstIndex(where: { $0.number == number }) else { return nil }
      return state.lines[caseID]?.waiting.remove(at: place)
    }
    waiter?.continuation.resume(returning: false)
  }
}

extension CaseLimit {
  /// The place of one piece of work.
  final class Place: Sendable {
    private enum Standing {
      case none
      case taken(UUID)
      case refused(UUID)
    }

    private let queue: CaseLimit
    private let standing = Mutex(Standing.none)

    fileprivate init(_ queue: CaseLimit) { self.queue = queue }

    /// To be called before anything waits for a lock of the case.
    /// - Throws: ``StoreError/contended`` when there is no place; the work is then to end.
    func take(_ caseID: UUID?) throws(StoreError) {
      guard let caseID, case .none = standing.withLock(\.self) else { return }
      let isTaken = queue.take(caseID)
      standing.withLock { $0 = isTaken ? .taken(caseID) : .refused(caseID) }
      if !isTaken { throw .contended }
    }

    fileprivate var refused: UUID? {
      standing.withLock { if case .refused(let caseID) = $0 { caseID } else { nil } }
    }

    fileprivate func isTaken(for caseID: UUID) { standing.withLock { $0 = .taken(caseID) } }

    fileprivate func end() {
      if case .taken(let caseID) = standing.withLock(\.self) { queue.giveBack(caseID) }
    }
  }
}
