import Outbox
import Synchronization

/// What this instance knows of the commands that it has in hand: cases whose commands wait, and how many were refused. It says so
/// to the database from time to time, for whoever asks how a partner is.
final class InboxStanding<Lane: Hashable & Sendable>: Sendable {
  private struct Wait {
    let since: ContinuousClock.Instant
    let reason: String
    /// Because people shut the organisation out.
    let isMeant: Bool
  }

  private struct State {
    var waits: [String: [Lane: Wait]] = [:]
    /// Those of whom the database was last told that they wait.
    var told: Set<String> = []
    var refused: [InboxStandingStore.Refusals] = []

    mutating func add(_ refusal: InboxStandingStore.Refusals) {
      guard let index = refused.firstIndex(where: { $0.isOfTheKind(of: refusal) }) else {
        return refused.append(refusal)
      }
      refused[index].count += refusal.count
    }
  }

  private let state = Mutex(State())

  /// A command cannot be handled now, and those behind it in its lane wait with it.
  /// - Parameter since: when it came.
  func waits(
    _ lane: Lane,
    of organisation: String,
    since: ContinuousClock.Instant,
    for reason: String,
    isMeant: Bool = false
  ) {
    let wait = Wait(since: since, reason: reason, isMeant: isMeant)
    state.withLock { $0.waits[organisation, default: [:]][lane] = wait }
  }

  /// For how long the first of those has waited that should not.
  var longest: Duration {
    let first = state.withLock { state in
      state.waits.values.flatMap(\.values).filter { !$0.isMeant }.map(\.since).min()
    }
    return first.map { $0.duration(to: .now) } ?? .zero
  }

  func goesOn(_ lane: Lane, of organisation: String) {
    state.withLock { state in
      state.waits[organisation]?[lane] = nil
      if state.waits[organisation]?.isEmpty ?? false { state.waits[organisation] = nil }
    }
  }

  func refused(_ code: String, to organisation: String) {
    state.withLock { $0.add(.init(organisation: organisation, code: code, count: 1)) }
  }

  /// Tells the database; what could not be told is told the next time.
  /// - Parameter hold: for how long it is to believe it.
  func report(to store: InboxStandingStore, hold: Duration) async throws {
    let (waits, over, refused) = state.withLock { state in
      let waits = Self.summary(state.waits)
      let over = state.told.subtracting(waits.map(\.organisation))
      state.told = Set(waits.map(\.organisation))
      let refused = state.refused
      state.refused = []
      return (waits, over, refused)
    }
    guard !(waits.isEmpty && over.isEmpty && refused.isEmpty) else { return }
    do { try await store.record(waits, over: over.sorted(), refused, hold: hold) } catch {
      state.withLock { state in
        state.told.formUnion(over)
        for refusal in refused { state.add(refusal) }
      }
      throw error
    }
  }

  private static func summary(_ waits: [String: [Lane: Wait]]) -> [InboxStandingStore.Wait] {
    waits.sorted { $0.key < $1.key }.compactMap { organisation, lanes in
      guard let longest = lanes.values.min(by: { $0.since < $1.since }) else { return nil }
      let age = longest.since.duration(to: .now)
      return .init(organisation: organisation, lanes: lanes.count, age: age, reason: longest.reason)
    }
  }
}
