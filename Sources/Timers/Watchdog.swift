import CaseCore
public import DeadlineTimers
public import Logging
public import Outbox
public import ServiceLifecycle
public import StoreBase
import Synchronization

/// Observes the deadline loop of this process, and what all loops together leave undone.
///
/// It shares nothing with the loop that could block both: it has a task and a database connection of its own, whose
/// statements time out, and of the loop it only reads the ``Heartbeat``. When something is wrong for too long
///
/// - the instance says that it is not ready (``isWell``), without asking the database or the loop anything;
/// - the log has one line, and another when it is over;
/// - those who administer the service get an event, one for all instances, and another when it is over (``AlarmStore``).
///
/// The pool reports a database that is away; the watchdog says nothing more of it.
public struct Watchdog: Service {
  public struct Settings: Sendable {
    /// The interval between two checks.
    public var every: Duration
    /// How long the loop may be silent, and how long it gets to catch up.
    public var silence: Duration
    /// How late a deadline may be.
    public var lateness: Duration
    /// How long an alarm outlasts its cause, so that a fault that comes and goes is reported once.
    public var hold: Duration

    public init(
      every: Duration = .seconds(5),
      silence: Duration = .seconds(30),
      lateness: Duration = .seconds(60),
      hold: Duration = .seconds(60)
    ) {
      self.every = every
      self.silence = silence
      self.lateness = lateness
      self.hold = hold
    }
  }

  private let timers: TimerStore
  private let alarms: AlarmStore
  private let heartbeat: Heartbeat
  /// The heartbeat of the watchdog itself, because it must be seen to run.
  private let own = Heartbeat()
  private let outbox: Wake
  private let settings: Settings
  private let logger: Logger
  private let verdict = Verdict()
  private let gauges = OverdueGauges()

  /// - Parameters:
  ///   - timers, alarms: over a connection of its own, with a short limit for statements.
  ///   - heartbeat: the one of the loop.
  ///   - outbox: signalled when an alarm is to be sent.
  public init(
    timers: TimerStore,
    alarms: AlarmStore,
    heartbeat: Heartbeat,
    outbox: Wake,
    settings: Settings = Settings(),
    logger: Logger
  ) {
    self.timers = timers
    self.alarms = alarms
    self.heartbeat = heartbeat
    self.outbox = outbox
    self.settings = settings
    self.logger = logger
  }

  /// Whether deadlines are met, as far as is known: nothing was found wrong, and the watchdog itself ran lately.
  public var isWell: Bool { verdict.troubles.isEmpty && own.age < settings.silence + settings.every * 3 }

  public func run() async {
    await cancelWhenGracefulShutdown {
      // From now on it must be seen to run; before this the service may have waited for its database.
      own.beat()
      var diagnosis = Diagnosis(silence: settings.silence, lateness: settings.lateness)
      while !Task.isCancelled {
        await check(&diagnosis)
        own.beat()
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: settings.every)
      }
    }
  }

  private func check(_ diagnosis: inout Diagnosis) async {
    let late: Duration?
    do throws(StoreError) {
      let overdue = try await timers.overdue()
      gauges.record(overdue)
      late = overdue.lateness
    } catch {
      guard !error.isUnavailable else { return diagnosis.reset() }
      // The timers cannot be counted, for example under a lock. The loop has the same problem, and its heartbeat shows it.
      late = nil
    }
    guard !Task.isCancelled else { return }
    let troubles = diagnosis.saw(late: late, heartbeat: heartbeat.age, at: .now)
    tell(verdict.change(to: troubles), late: late)
    await report(troubles)
  }

  private func report(_ troubles: Set<Diagnosis.Trouble>) async {
    do throws(StoreError) {
      let isNews =
        troubles.isEmpty
        ? try await alarms.settle(.deadlines)
        : try await alarms.raise(.deadlines, hold: settings.hold)
      if isNews { outbox.signal() }
    } catch {
      // The next check tries again, and the pool reports an outage.
      logger.log(
        level: error.isUnavailable ? .debug : .warning,
        "an alarm could not be passed on",
        metadata: ["error": "\(error)"]
      )
    }
  }

  private func tell(_ change: Verdict.Change, late: Duration?) {
    for trouble in change.begun {
      logger.error(
        trouble.message,
        metadata: [
          "silent seconds": "\(heartbeat.age.components.seconds)",
          "late seconds": "\(late.map { "\($0.components.seconds)" } ?? "unknown")",
        ]
      )
    }
    for trouble in change.ended {
      logger.notice("deadlines: no longer so", metadata: ["trouble": "\(trouble.rawValue)"])
    }
  }
}

extension Diagnosis.Trouble {
  /// Each is a message of its own, so that whoever searches the log finds it as it stands here.
  fileprivate var message: Logger.Message {
    switch self {
    case .silent: "deadlines: the sweep of this instance has stopped"
    case .behind: "deadlines: deadlines that are due are not carried out"
    }
  }
}

/// What is wrong now, readable by every thread.
private final class Verdict: Sendable {
  struct Change {
    let begun: [Diagnosis.Trouble]
    let ended: [Diagnosis.Trouble]
  }

  private let current = Mutex<Set<Diagnosis.Trouble>>([])

  var troubles: Set<Diagnosis.Trouble> { current.withLock(\.self) }

  func change(to troubles: Set<Diagnosis.Trouble>) -> Change {
    current.withLock { current in
      defer { current = troubles }
      return Change(
        begun: Diagnosis.Trouble.allCases.filter { troubles.contains($0) && !current.contains($0) },
        ended: Diagnosis.Trouble.allCases.filter { current.contains($0) && !troubles.contains($0) }
      )
    }
  }
}

extension TimerStore.Overdue {
  /// The lateness of the first timer that was not put aside; zero when there is none.
  var lateness: Duration { first.map { .microseconds(max(0, now.microseconds(since: $0))) } ?? .zero }
}
