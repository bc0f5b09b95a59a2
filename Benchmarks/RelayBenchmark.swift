import AMQP
import CaseCore
import Foundation
import LocalServices
import Logging
import Messaging
import Outbox
import Postgres
import StoreBase
import StoreSchema

/// Events a second from the outbox to confirmed in quorum queues, beside a bare publisher of librabbitmq: on a private
/// PostgreSQL and RabbitMQ, in turns within one run. `docs/benchmarks.md` tells what the figures mean.
public struct RelayBenchmark: Sendable {
  private static let relay = "relay"
  private static let bare = "bare publisher"

  private let eachRecipient: Int
  private let recipients: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameter events: how many each part of a round sends, spread evenly over the recipients.
  public init(events: Int = 50_000, recipients: Int = 8, rounds: Int = 3, format: ReportFormat = .text) {
    self.recipients = max(1, recipients)
    eachRecipient = max(1, events / self.recipients)
    self.rounds = max(1, rounds)
    self.format = format
  }

  private var events: Int { eachRecipient * recipients }

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    let services = try await LocalServices.start(in: .temporary)
    do {
      try await measure(services).print(as: format)
      await services.stop()
    } catch {
      await services.stop()
      throw error
    }
  }

  private func measure(_ services: LocalServices) async throws -> Report {
    var logger = Logger(label: "casusregie.bench")
    // A relay that is stopped in the middle of a query says so.
    logger.logLevel = .error
    let pool = try await prepare(services.postgres, logger)
    let broker = AMQPConnection(services.broker.asAdministrator, logger: logger)
    let queues = RecipientQueues(broker: broker, names: (0..<recipients).map(Self.queue))
    try await queues.declare()
    let source = EventSource(operatorNumber: Self.number(0), baseURL: "https://casusregie.example")
    let body = CloudEvent.json(.example, in: Epoch(name: "20261129T000000000000Z", start: 1), from: source)
    let bench = Bench(
      services: services,
      queues: queues,
      body: body,
      load: RelayLoad(pool: pool, broker: broker, source: source, logger: logger)
    )
    let figures = try await measure(bench)
    await broker.close()
    await pool.close()
    let note = "\(events) events a part, \(body.count) bytes each, to \(recipients) quorum queues; all arrived once"
    return Report(title: "Events a second", figures: figures, notes: [note])
  }

  /// What a part needs.
  private struct Bench {
    let services: LocalServices
    let queues: RecipientQueues
    let body: [UInt8]
    let load: RelayLoad
  }

  private func prepare(_ postgres: LocalPostgres, _ logger: Logger) async throws -> PostgresPool {
    let configuration = try PostgresConfiguration(connectionString: postgres.connectionString())
    _ = try await Migrator(try await PostgresConnection.open(configuration)).migrate()
    let pool = PostgresPool(configuration, pool: PoolConfiguration(maximum: 8), logger: logger)
    for index in 0..<recipients {
      let organisation = Organisation(
        number: Self.number(index),
        name: "Recipient \(index)",
        region: "measured",
        roles: ["partner"]
      )
      try await OrganisationStore(pool).register(organisation, queue: Self.queue(index))
    }
    return pool
  }

  private func measure(_ bench: Bench) async throws -> Figures {
    var figures = Figures(columns: [Self.relay, Self.bare], unit: "/s")
    // Round 0 warms up and does not count.
    for number in 0...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: bench.services.postgres.folder))
      round.rates[Self.relay] = rate(try await relay(bench, confirmed: events * (number + 1)))
      round.rates[Self.bare] = rate(try await publishBare(bench))
      for column in figures.columns {
        Progress.say("round \(number) of \(rounds), \(column): \(Int(round.rates[column] ?? 0))/s")
      }
      if number > 0 { figures.add(round) }
    }
    figures.compare(Self.relay, over: Self.bare, reach: 0.7)
    return figures
  }

  private func relay(_ bench: Bench, confirmed: Int) async throws -> Duration {
    try await OutboxFilling(pool: bench.load.pool).fill(eachRecipient: eachRecipient)
    let duration = try await bench.load.drain(until: confirmed)
    try await bench.queues.collect(events)
    return duration
  }

  private func publishBare(_ bench: Bench) async throws -> Duration {
    let broker = bench.services.broker
    let publisher = try BarePublisher(
      port: broker.amqpPort,
      user: broker.adminUser,
      password: broker.adminPassword,
      queues: bench.queues.names,
      contentType: CloudEvent.contentType,
      body: bench.body
    )
    // It blocks the thread it runs on; nothing else is to be done meanwhile.
    let duration = try publisher.publish(events)
    try await bench.queues.collect(events)
    return duration
  }

  private func rate(_ duration: Duration) -> Double { Double(events) / (duration / .seconds(1)) }

  private static func queue(_ index: Int) -> String { "events.\(number(index))" }

  private static func number(_ index: Int) -> String { String(format: "%020d", index + 1) }
}

extension OutboxEvent {
  /// As long as those that the relay sends.
  fileprivate static let example = OutboxEvent(
    id: UUID(),
    sequence: 10_000,
    subject: UUID(),
    event: OutboxFilling.event,
    recordedAt: Instant(microseconds: 1_777_000_000_123_456)
  )
}
