import AMQP
import Logging
import Messaging
import Outbox
import Postgres
import StoreBase

/// The relay at work on a full outbox.
struct RelayLoad {
  let pool: PostgresPool
  let broker: AMQPConnection
  let source: EventSource
  let logger: Logger

  /// Drains the outbox with a relay of its own.
  /// - Parameter confirmed: how many events are confirmed in all when it is empty.
  /// - Returns: the time from the start of the relay until all are marked as confirmed.
  func drain(until confirmed: Int) async throws -> Duration {
    let outbox = OutboxFilling(pool: pool)
    let relay = Relay(
      store: RelayStore(pool),
      broker: broker,
      wake: Wakes().outbox,
      source: source,
      logger: logger
    )
    let clock = ContinuousClock()
    let start = clock.now
    let work = Task { await relay.run() }
    defer { work.cancel() }
    while try await outbox.confirmed() < confirmed {
      guard start.duration(to: clock.now) < .seconds(600) else {
        throw BenchmarkError.notWhatWasAsked("the relay did not empty the outbox within 10 minutes")
      }
      // Nothing tells that all is marked but looking: 20 looks a second, at the price of as many short queries.
      try await Task.sleep(for: .milliseconds(50))
    }
    return start.duration(to: clock.now)
  }
}
