import CaseCore
public import CaseDoor
public import DeadlineTimers
public import Logging
public import ServiceLifecycle
public import StoreBase

/// Fires the deadlines of all cases when they are due.
///
/// Any number of loops may run, in one process or many, without a leader. Each takes due timers with a claim that expires by
/// itself: what a killed loop had taken, another takes at once; what a frozen loop had taken, some seconds later. Firing is
/// a command through the one door: it decides on the case as it is then, and a timer fires once, however many loops try.
///
/// A loop wakes when a command set a timer, when the next timer that it knows of is due, and at least every
/// ``Settings/sweep``. The first two make it fast, the last makes it reliable, also when time jumps or a wake is lost. While
/// others work on a due timer it polls, because they may die.
///
/// A case that cannot be decided is reported and tried again a minute later, and then with exponential back-off; the others
/// are not affected.
public struct DeadlineLoop: Service {
  public struct Settings: Sendable {
    /// The longest time between two rounds.
    public var sweep: Duration
    /// The number of timers that it takes at once.
    public var batch: Int
    /// By how many times that number may grow when more is due: a query costs more the more is due, and most terms end
    /// together, at midnight. With ``batch`` at most ``TimerStore/most``.
    public var growth: Int
    /// The duration of a claim, and so the longest that a frozen loop delays what it had taken. A killed one delays nothing.
    public var claim: Duration
    /// The interval for polling timers that others have taken.
    public var glance: Duration = .milliseconds(50)
    /// The number of timers that it works on concurrently.
    public var width: Int

    public init(
      sweep: Duration = .seconds(2),
      batch: Int = 100,
      growth: Int = 4,
      claim: Duration = .seconds(3),
      width: Int = 4
    ) {
      self.sweep = sweep
      self.batch = batch
      self.growth = growth
      self.claim = claim
      self.width = width
    }
  }

  private let store: TimerStore
  private let wake: Wake
  private let heartbeat: Heartbeat
  private let settings: Settings
  private let logger: Logger
  private let firing: TimerFiring

  /// - Parameter heartbeat: beats in each round, for the watchdog.
  public init(
    door: CommandDoor,
    store: TimerStore,
    wake: Wake,
    heartbeat: Heartbeat = Heartbeat(),
    settings: Settings = Settings(),
    logger: Logger
  ) {
    self.store = store
    self.wake = wake
    self.heartbeat = heartbeat
    self.settings = settings
    self.logger = logger
    firing = TimerFiring(door: door, store: store, logger: logger)
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await watch()
    }
  }

  private func watch() async {
    var failures = FailureLog(of: "deadlines", logger: logger)
    while !Task.isCancelled {
      do throws(StoreError) {
        let pause = try await round()
        failures.recovered()
        await wake.wait(atMost: pause)
      } catch {
        failures.add(error)
        await wake.wait(atMost: settings.sweep)
      }
    }
  }

  /// Fires what is due.
  /// - Returns: how long nothing more can be due.
  private func round() async throws(StoreError) -> Duration {
    var limit = settings.batch
    while !Task.isCancelled {
      let claimed = try await store.claim(limit: limit, for: settings.claim)
      heartbeat.beat()
      guard claimed.due.isEmpty else {
        limit = settings.batch * (claimed.due.count < limit ? 1 : settings.growth)
        await fire(claimed.due)
        continue
      }
      if claimed.isHeldUp { return settings.glance }
      guard let next = claimed.next else { break }
      return min(settings.sweep, .microseconds(max(0, next.microseconds(since: claimed.now))))
    }
    return settings.sweep
  }

  /// Divides the cases of the timers; each part is read and written together. The timers of one case stay together, because
  /// concurrently they would only wait for each other.
  private func fire(_ due: [TimerStore.Due]) async {
    let cases = Dictionary(grouping: due, by: \.caseID)
    let share = (cases.count + settings.width - 1) / settings.width
    await withTaskGroup { group in
      for part in cases.sorted(by: { $0.value[0].at < $1.value[0].at }).chunks(of: share) {
        group.addTask { await firing.fire(Dictionary(uniqueKeysWithValues: part.map { ($0.key, $0.value) })) }
      }
    }
  }
}

extension Array {
  fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: Swift.max(1, size)).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
