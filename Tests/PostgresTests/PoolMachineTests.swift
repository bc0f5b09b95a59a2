import Postgres
import Testing

/// Steps the pool's decisions without a server or a clock.
@Suite("Pool decisions") struct PoolMachineTests {
  typealias Machine = PoolMachine<String>

  private let now = ContinuousClock.now
  private let configuration = PoolConfiguration(
    minimum: 1,
    maximum: 2,
    waitLimit: 2,
    maximumLifetime: .seconds(60)
  )

  @Test("opens its minimum, then one for each that waits, up to its maximum") func opening() {
    var machine = Machine(configuration)
    #expect(machine.start().trace == ["open 0"])
    #expect(machine.ask(1, now) == ["wait"])
    #expect(machine.ask(2, now) == ["wait", "open 0"])
    #expect(machine.ask(3, now) == ["refuse exhausted"])
    #expect(machine.opened("a", now: now).trace == ["lend a to 1"])
    #expect(machine.opened("b", now: now).trace == ["lend b to 2"])
    #expect(machine.statistics == PoolStatistics(open: 2, idle: 0, waiting: 0, isUnavailable: false))
  }

  @Test("given back to the first that waits; the last used is lent first") func order() throws {
    var machine = Machine(configuration)
    let (a, b) = try machine.lendTwo(now)
    #expect(machine.ask(3, now) == ["wait"])
    #expect(machine.ask(4, now) == ["wait"])
    #expect(machine.giveUp(3, .cancelled).trace == ["refuse 3 cancelled"])
    #expect(machine.giveUp(3, .exhausted).isEmpty)
    #expect(machine.giveBack(a, .reusable, now: now).trace == ["lend a to 4"])
    #expect(machine.giveBack(b, .reusable, now: now).isEmpty)
    #expect(machine.giveBack(a, .reusable, now: now).isEmpty)
    #expect(machine.ask(5, now) == ["lend a"])
  }

  @Test("the server away: nobody waits, one attempt goes on, the first success ends it") func outage() throws {
    var machine = Machine(configuration)
    let (a, b) = try machine.lendTwo(now)
    #expect(machine.ask(3, now) == ["wait"])
    #expect(machine.giveBack(a, .broken, now: now).trace == ["open 0"])
    #expect(machine.openFailed().trace == ["open 1"], "the other may still be good")
    #expect(machine.giveBack(b, .broken, now: now).trace == ["refuse 3 unavailable"])
    #expect(machine.ask(4, now) == ["refuse unavailable"])
    #expect(machine.openFailed().trace == ["open 2"])
    #expect(machine.statistics.isUnavailable)
    #expect(machine.opened("c", now: now).isEmpty)
    #expect(machine.ask(5, now) == ["lend c"])
  }

  @Test("one server that only reads: no connection that was open then is lent again") func readOnly() throws {
    var machine = Machine(configuration)
    let (a, b) = try machine.lendTwo(now)
    #expect(machine.giveBack(a, .reusable, now: now).isEmpty)
    #expect(machine.giveBack(b, .readOnly, now: now).trace == ["open 0"])
    #expect(machine.statistics == PoolStatistics(open: 0, idle: 0, waiting: 0, isUnavailable: false))
    let opened = [machine.lend(1, "c", now), machine.lend(2, "d", now)]
    let (c, d) = (try #require(opened[0]), try #require(opened[1]))
    #expect(machine.giveBack(c, .readOnly, now: now).isEmpty)
    #expect(machine.giveBack(d, .reusable, now: now).trace == ["open 0"], "it was opened before, and is dropped")
    #expect(machine.opened("e", now: now).isEmpty)
    #expect(machine.ask(3, now) == ["lend e"])
  }

  @Test("an old connection is replaced, not lent") func lifetime() throws {
    var machine = Machine(configuration)
    let (a, b) = try machine.lendTwo(now)
    let later = now + .seconds(61)
    #expect(machine.giveBack(a, .reusable, now: now).isEmpty)
    #expect(machine.giveBack(b, .reusable, now: later).isEmpty, "the idle one is still counted")
    #expect(machine.ask(3, later) == ["wait", "open 0"])
  }

  @Test("closing refuses all, and ends when the last is given back") func closing() throws {
    var machine = Machine(configuration)
    let (a, b) = try machine.lendTwo(now)
    #expect(machine.ask(3, now) == ["wait"])
    #expect(machine.giveBack(a, .broken, now: now).trace == ["open 0"])
    #expect(machine.close().trace == ["refuse 3 closed"])
    #expect(machine.opened("late", now: now).isEmpty)
    #expect(machine.ask(4, now) == ["refuse closed"])
    #expect(machine.giveBack(b, .reusable, now: now).trace == ["closed"])
    #expect(machine.close().trace == ["closed"])
    #expect(machine.statistics == PoolStatistics(open: 0, idle: 0, waiting: 0, isUnavailable: false))
  }

  @Test("closing waits for those that are being opened", arguments: [true, false])
  func closingWhileOpening(succeeds: Bool) throws {
    var machine = Machine(configuration)
    #expect(machine.ask(1, now) == ["wait", "open 0"])
    #expect(machine.close().trace == ["refuse 1 closed"])
    #expect((succeeds ? machine.opened("late", now: now) : machine.openFailed()).trace == ["closed"])
  }
}

extension PoolMachine<String> {
  fileprivate mutating func ask(_ waiter: Waiter, _ now: ContinuousClock.Instant) -> [String] {
    let (decision, actions) = lease(waiter, now: now)
    return [decision.trace] + actions.trace
  }

  fileprivate mutating func lend(_ waiter: Waiter, _ name: String, _ now: ContinuousClock.Instant) -> Lease? {
    _ = lease(waiter, now: now)
    for case .lend(let lease, _) in opened(name, now: now) { return lease }
    return nil
  }

  fileprivate mutating func lendTwo(_ now: ContinuousClock.Instant) throws -> (Lease, Lease) {
    _ = start()
    _ = lease(1, now: now)
    _ = lease(2, now: now)
    let leases = (opened("a", now: now) + opened("b", now: now)).compactMap { action -> Lease? in
      if case .lend(let lease, _) = action { lease } else { nil }
    }
    try #require(leases.count == 2)
    return (leases[0], leases[1])
  }
}

extension PoolMachine<String>.Action {
  fileprivate var trace: String {
    switch self {
    case .lend(let lease, let waiter): "lend \(lease.connection) to \(waiter)"
    case .refuse(let waiter, let refusal): "refuse \(waiter) \(refusal)"
    case .open(let failures): "open \(failures)"
    case .closed: "closed"
    }
  }
}

extension [PoolMachine<String>.Action] {
  fileprivate var trace: [String] { map(\.trace) }
}

extension PoolMachine<String>.Decision {
  fileprivate var trace: String {
    switch self {
    case .lend(let lease): "lend \(lease.connection)"
    case .wait: "wait"
    case .refuse(let refusal): "refuse \(refusal)"
    }
  }
}
