import CaseCore
public import CaseStore
public import Logging
public import ServiceLifecycle

/// Watches the deadlines of all cases and has each fire when its moment comes.
///
/// Any number of loops may run, in one process or many, without a leader. Each takes due timers with a claim that ends by
/// itself: what a killed loop had taken, another takes at once, and what a frozen one had, seconds later. Firing is a
/// command through the one door: it looks at the case as it is then, and fires a timer once, whoever else tries.
///
/// A loop wakes when a command set a timer, when the next timer it knows of comes, and at least every ``Settings/sweep``:
/// the first two are quick, the last is what makes it sure, also when time jumps or a wake is lost. While others work on
/// something that is due it looks again and again, for they may die at it.
///
/// A case that cannot be decided is reported and looked at again a minute later, and then ever less often; the others go
/// on.
public struct DeadlineLoop: Service {
  public struct Settings: Sendable {
    /// The longest it does not look.
    public var sweep: Duration
    /// How many timers it takes at once.
    public var batch: Int
    /// How many times as many, when more was due than it took: looking costs more the more is due, and most terms end together,
    /// at midnight. With ``batch`` no more than ``TimerStore/most``.
    public var growth: Int
    /// How long a claim lasts; the longest that a frozen loop delays what it had taken. A killed one delays nothing.
    public var claim: Duration
    /// How soon it looks again at what others have in hand.
    public var glance: Duration = .milliseconds(50)
    /// How many of them it works on side by side.
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

  /// - Parameter heartbeat: beats at each look, for whoever watches the loop.
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

  /// The cases of the timers are dealt out, and each part is read and written together: one case's timers stay together, for
  /// side by side they would only meet each other.
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
