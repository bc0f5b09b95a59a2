import CaseCore
public import CaseStore
public import Logging
import Metrics
public import ServiceLifecycle

/// Watches the deadlines of all cases and has each fire when its moment comes.
///
/// Any number of loops may run, in one process or many, without a leader. Each takes due timers with a claim that ends by
/// itself, so what a killed or frozen loop had taken, another takes seconds later. Firing is a command through the one
/// door: it looks at the case as it is then, and fires a rung once, whoever else tries.
///
/// A loop wakes when a command set a timer, when the next timer it knows of comes, and at least every ``Settings/sweep``:
/// the first two are quick, the last is what makes it sure, also when time jumps or a wake is lost.
///
/// A case that cannot be decided is reported and looked at again a minute later, and then ever less often; the others go
/// on.
public struct DeadlineLoop: Service {
  public struct Settings: Sendable {
    /// The longest it does not look.
    public var sweep: Duration
    /// How many timers it takes at once.
    public var batch: Int
    /// How long a claim lasts; the longest that a dead loop delays what it had taken.
    public var claim: Duration
    /// How many of them it works on side by side.
    public var width: Int
    /// How often it counts what is overdue, for the metrics.
    public var census: Duration = .seconds(15)

    public init(
      sweep: Duration = .seconds(1),
      batch: Int = 100,
      claim: Duration = .seconds(5),
      width: Int = 4
    ) {
      self.sweep = sweep
      self.batch = batch
      self.claim = claim
      self.width = width
    }
  }

  private let door: CommandDoor
  private let store: TimerStore
  private let wake: Wake
  private let settings: Settings
  private let logger: Logger
  private let firing: TimerFiring

  public init(door: CommandDoor, store: TimerStore, wake: Wake, settings: Settings = Settings(), logger: Logger) {
    self.door = door
    self.store = store
    self.wake = wake
    self.settings = settings
    self.logger = logger
    firing = TimerFiring(door: door, store: store, logger: logger)
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await TimerCensus(store: store, every: settings.census).run() }
        await watch()
        group.cancelAll()
      }
    }
  }

  private func watch() async {
    var interruption = Interruption(of: "deadlines", logger: logger)
    while !Task.isCancelled {
      do throws(StoreError) {
        let pause = try await round()
        interruption.over()
        await wake.wait(atMost: pause)
      } catch {
        interruption.met(error)
        await wake.wait(atMost: settings.sweep)
      }
    }
  }

  /// Fires what is due.
  /// - Returns: how long nothing more can be due.
  private func round() async throws(StoreError) -> Duration {
    while true {
      let look = try await store.claim(limit: settings.batch, for: settings.claim)
      await fire(look.due, at: look.now)
      guard look.due.count < settings.batch || Task.isCancelled else { continue }
      guard look.due.isEmpty, let next = look.next else { return look.due.isEmpty ? settings.sweep : .zero }
      let ahead = Duration.microseconds(max(0, next.microseconds(since: look.now)))
      return min(settings.sweep, ahead)
    }
  }

  private func fire(_ due: [TimerStore.Due], at now: Instant) async {
    await withTaskGroup { group in
      // One case's timers stay together: side by side they would only meet each other.
      for timers in Dictionary(grouping: due, by: \.caseID).values.dealt(over: settings.width) {
        group.addTask { for ofCase in timers { await firing.fire(ofCase, now: now) } }
      }
    }
  }
}

extension Sequence {
  /// The elements dealt out into at most `count` lists.
  fileprivate func dealt(over count: Int) -> [[Element]] {
    var lists = Array(repeating: [Element](), count: count)
    for (index, element) in enumerated() { lists[index % count].append(element) }
    return lists.filter { !$0.isEmpty }
  }
}
