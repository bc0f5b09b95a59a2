import CaseAPI
import CaseDoor
import Metrics
import Postgres

/// What is asked when somebody reads the metrics, so that it is of that moment: connections to the database, what waits for them, and
/// what `/health/ready` says.
struct MomentGauges: Sendable {
  let pool: PostgresPool
  let door: CommandDoor
  let checks: [HealthCheck]

  private let lent = Gauge(label: "casusregie_pool_connections", dimensions: [("state", "lent")])
  private let idle = Gauge(label: "casusregie_pool_connections", dimensions: [("state", "idle")])
  private let maximum = Gauge(label: "casusregie_pool_connections_max")
  private let waiting = Gauge(label: "casusregie_pool_waiting")
  private let commands = Gauge(label: "casusregie_door_waiting")
  private let ready = Gauge(label: "casusregie_ready")

  init(pool: PostgresPool, door: CommandDoor, checks: [HealthCheck]) {
    (self.pool, self.door, self.checks) = (pool, door, checks)
  }

  func record() async {
    let statistics = pool.statistics
    lent.record(statistics.open - statistics.idle)
    idle.record(statistics.idle)
    maximum.record(pool.maximum)
    waiting.record(statistics.waiting)
    commands.record(door.waiting)
    var isReady = true
    for check in checks {
      let isWell = await check.isReady()
      if check.isNeeded, !isWell { isReady = false }
      Gauge(label: "casusregie_health", dimensions: [("check", check.name)]).record(isWell ? 1 : 0)
    }
    ready.record(isReady ? 1 : 0)
  }
}
