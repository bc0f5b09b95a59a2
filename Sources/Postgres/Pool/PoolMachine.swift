/// Makes all decisions of a pool, without effects: an event goes in, actions come out. ``PostgresPool`` carries them out.
///
///     lease ──► lend ◄── opened ◄── open ◄─┬─ a caller waits and there is room, or fewer than the minimum are left
///       │        │                         └─ the last attempt failed: again after a pause, one at a time
///       └► wait ─┘        giveBack ──► the first that waits, or idle
///
/// Invariants: open + opening ≤ maximum. Nobody waits while a connection is idle. While the last attempt to open failed and
/// no connection is left, nobody waits at all: callers are refused at once, and attempts follow each other until one
/// succeeds.
package struct PoolMachine<Connection: Sendable>: Sendable {
  package typealias Waiter = UInt64

  package struct Lease: Sendable {
    package let connection: Connection
    let expires: ContinuousClock.Instant
    /// How many servers had become unusable when it was opened.
    fileprivate let generation: Int
  }

  /// The condition of a connection when it is returned.
  package enum Fate: Sendable {
    case reusable, broken
    /// The server is read-only: every connection that was opened before now leads there, or may.
    case readOnly
  }

  package enum Decision: Sendable {
    case lend(Lease)
    case wait
    case refuse(Refusal)
  }

  package enum Refusal: Hashable, Sendable { case exhausted, unavailable, closed, cancelled }

  package enum Action: Sendable {
    case lend(Lease, to: Waiter)
    case refuse(Waiter, Refusal)
    /// Open a connection, after this many failures in a row.
    case open(afterFailures: Int)
    /// The pool is closed: no connection is lent or being opened any more.
    case closed
  }

  private let configuration: PoolConfiguration
  /// The connection that was returned last is lent first, so that a quiet pool uses few connections.
  private var idle: [Lease] = []
  private var lent = 0
  private var opening = 0
  private var failures = 0
  private var waiters: [Waiter] = []
  package private(set) var isClosed = false
  private var generation = 0

  package init(_ configuration: PoolConfiguration) { self.configuration = configuration }

  package var statistics: PoolStatistics {
    PoolStatistics(
      open: idle.count + lent,
      idle: idle.count,
      waiting: waiters.count,
      isUnavailable: failures > 0
    )
  }

  package mutating func start() -> [Action] { replenish() }

  /// A caller requests a connection.
  package mutating func lease(_ waiter: Waiter, now: ContinuousClock.Instant) -> (Decision, [Action]) {
    guard !isClosed else { return (.refuse(.closed), []) }
    while let lease = idle.popLast() {
      guard lease.expires > now else { continue }
      lent += 1
      return (.lend(lease), [])
    }
    if failures > 0, lent == 0 { return (.refuse(.unavailable), []) }
    guard waiters.count < configuration.waitLimit else { return (.refuse(.exhausted), []) }
    waiters.append(waiter)
    return (.wait, replenish())
  }

  /// A caller stops waiting.
  package mutating func giveUp(_ waiter: Waiter, _ refusal: Refusal) -> [Action] {
    guard let position = waiters.firstIndex(of: waiter) else { return [] }
    waiters.remove(at: position)
    return [.refuse(waiter, refusal)]
  }

  package mutating func opened(_ connection: Connection, now: ContinuousClock.Instant) -> [Action] {
    opening -= 1
    guard !isClosed else { return closedOnceDone() }
    failures = 0
    let expires = now + configuration.maximumLifetime
    return place(Lease(connection: connection, expires: expires, generation: generation)) + replenish()
  }

  package mutating func openFailed() -> [Action] {
    opening -= 1
    guard !isClosed else { return closedOnceDone() }
    failures += 1
    return refuseAllIfAway() + replenish()
  }

  package mutating func giveBack(_ lease: Lease, _ fate: Fate, now: ContinuousClock.Instant) -> [Action] {
    lent -= 1
    guard !isClosed else { return closedOnceDone() }
    if case .readOnly = fate, lease.generation == generation {
      generation += 1
      idle.removeAll()
    }
    guard case .reusable = fate, lease.generation == generation, lease.expires > now else {
      return refuseAllIfAway() + replenish()
    }
    return place(lease)
  }

  /// Refuses all callers from now on. Lent connections stay with their callers until they return them.
  package mutating func close() -> [Action] {
    guard !isClosed else { return closedOnceDone() }
    isClosed = true
    idle.removeAll()
    return refuseAll(.closed) + closedOnceDone()
  }

  private func closedOnceDone() -> [Action] { lent == 0 && opening == 0 ? [.closed] : [] }

  private mutating func place(_ lease: Lease) -> [Action] {
    guard !waiters.isEmpty else {
      idle.append(lease)
      return []
    }
    lent += 1
    return [.lend(lease, to: waiters.removeFirst())]
  }

  private mutating func refuseAllIfAway() -> [Action] {
    failures > 0 && lent == 0 && idle.isEmpty ? refuseAll(.unavailable) : []
  }

  private mutating func refuseAll(_ refusal: Refusal) -> [Action] {
    defer { waiters.removeAll() }
    return waiters.map { .refuse($0, refusal) }
  }

  /// Opens the connections that are missing.
  private mutating func replenish() -> [Action] {
    let open = idle.count + lent
    if failures > 0 {
      guard opening == 0, open < configuration.maximum else { return [] }
      opening = 1
      return [.open(afterFailures: failures)]
    }
    let wanted = min(max(configuration.minimum, lent + waiters.count), configuration.maximum)
    let missing = max(0, wanted - open - opening)
    opening += missing
    return Array(repeating: .open(afterFailures: 0), count: missing)
  }
}
