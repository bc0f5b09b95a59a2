import DeadlineTimers
import Logging
import Outbox
import Postgres
import StoreBase
import TestOffice
import TestServices
import Timers

/// Watchdogs of one office, for as long as `body` takes; all of them watch one loop.
struct Watch {
  let office: Office
  let heartbeat: Heartbeat
  /// After which a statement is given up: soon, for a watchdog that meets locks. On a busy machine one without a lock can take as long.
  var statements = Duration.milliseconds(300)
  let log = Signal<[String]>([])

  /// Shorter than in service, and long enough for a loop on a machine with much to do.
  private static let settings = Watchdog.Settings(
    every: .milliseconds(50),
    silence: .seconds(2),
    lateness: .seconds(60),
    hold: .seconds(3)
  )

  func running(_ count: Int = 1, _ body: ([Watchdog]) async throws -> Void) async throws {
    let dogs = (0..<count).map { _ in watchdog() }
    let tasks = dogs.map { dog in Task { await dog.run() } }
    defer { for task in tasks { task.cancel() } }
    try await body(dogs)
  }

  /// What those who administer the service were told, in order.
  func told() async throws -> [String] {
    try await office.list(
      "select organisation || ' ' || event from outbox where case_id is null order by id",
      as: String.self
    )
  }

  private func watchdog() -> Watchdog {
    var configuration = office.configuration
    configuration.statementTimeout = statements
    let pool = PostgresPool(
      configuration,
      pool: PoolConfiguration(minimum: 0, maximum: 1),
      logger: Logger(label: "watch", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    let log = log
    return Watchdog(
      timers: TimerStore(pool),
      alarms: AlarmStore(pool),
      heartbeat: heartbeat,
      outbox: office.wakes.outbox,
      settings: Self.settings,
      logger: Logger(label: "watchdog", factory: { _ in LogLines(lines: log) })
    )
  }
}
