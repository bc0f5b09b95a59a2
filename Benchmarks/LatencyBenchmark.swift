import AMQP
import CaseCore
import CaseDoor
import Foundation
import LocalServices
import Logging
import Messaging
import Outbox
import Postgres
import StoreBase

/// How long it takes from the commit of a command until its event is in a partner's hands, at a steady rate of commands; beside a
/// commit followed by a confirmed publish, which nothing of this kind can do without.
public struct LatencyBenchmark: Sendable {
  private let rate: Int
  private let seconds: Int
  private let cases: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - rate: commands a second.
  ///   - cases: how many cases there are; a command goes to one after the other.
  public init(rate: Int = 500, seconds: Int = 10, cases: Int = 5_000, format: ReportFormat = .text) {
    self.rate = max(1, rate)
    self.seconds = max(1, seconds)
    self.cases = max(1, cases)
    self.format = format
  }

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    let services = try await LocalServices.start(in: .temporary, durability: .durable)
    do {
      try await measure(on: services).print(as: format)
      await services.stop()
    } catch {
      await services.stop()
      throw error
    }
  }

  private func measure(on services: LocalServices) async throws -> LimitReport {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let (store, aliases) = try await CommandStore.filled(
      "bench_latency",
      on: services.postgres,
      keyring,
      cases: cases,
      connections: 8
    )
    let opened = try await store.known(aliases)
    let logger = Logger(label: "casusregie.bench") { _ in SwiftLogNoOpLogHandler() }
    let broker = AMQPConnection(services.broker.asAdministrator, logger: logger)
    let queue = "events.\(BenchmarkWorkflow.partner.number)"
    for number in [BenchmarkWorkflow.clerk.organisation, BenchmarkWorkflow.partner.number] {
      try await broker.declare(.quorum("events.\(number)"))
    }
    let bare = try await BareDelivery(store: store, broker: broker).run(2_000)
    Progress.say("a commit and a confirmed publish: \(bare.milliseconds(0.99)) ms (p99)")
    let arrivals = Arrivals(by: "subject")
    let reader = AMQPConnection(services.broker.asAdministrator, logger: logger)
    let reading = Task { try await arrivals.read(queue, by: reader) }
    let wakes = Wakes()
    let relay = Relay(
      store: RelayStore(store.pool),
      broker: broker,
      wake: wakes.outbox,
      source: EventSource(operatorNumber: InboxSender.operatorNumber, baseURL: "https://casusregie.example"),
      logger: logger
    )
    let relaying = Task { await relay.run() }
    // What the opening of the cases had to tell.
    try await arrivals.wait(for: opened.count)
    let load = LatencyLoad(door: store.door(keyring, wakes: wakes), cases: opened)
    let count = rate * seconds
    // Seldom, so that it adds nothing to speak of: what the pair costs on processors that are as busy.
    async let pairs = BareDelivery(store: store, broker: reader).run(seconds * 10, pause: .milliseconds(75))
    let committed = try await load.run(count, each: .seconds(1) / Double(rate))
    let amid = try await pairs
    try await arrivals.wait(for: opened.count + count)
    relaying.cancel()
    reading.cancel()
    await relaying.value
    await reader.close()
    await broker.close()
    await store.pool.close()
    return report(load.latencies(committed, arrivals), bare, amid)
  }

  private func report(_ told: Latencies, _ bare: Latencies, _ amid: Latencies) -> LimitReport {
    LimitReport(
      title: "From commit to the partner's hands, \(rate) commands a second, \(told.count) events",
      lines: [
        .init(what: "commit to partner, p50", figure: told.milliseconds(0.5), unit: "ms"),
        .init(what: "commit to partner, p99", figure: told.milliseconds(0.99), unit: "ms"),
        .init(what: "a commit and a confirmed publish, p50", figure: bare.milliseconds(0.5), unit: "ms"),
        .init(what: "a commit and a confirmed publish, p99", figure: bare.milliseconds(0.99), unit: "ms"),
        .init(
          what: "the one over the other, p99",
          figure: told.milliseconds(0.99) / bare.milliseconds(0.99),
          unit: "×",
          limit: 3
        ),
        .init(what: "that pair amid the commands, p50", figure: amid.milliseconds(0.5), unit: "ms"),
        .init(what: "that pair amid the commands, p99", figure: amid.milliseconds(0.99), unit: "ms"),
      ],
      notes: [
        "the commit counts from the moment at which the door has answered; the bare pair runs with nothing beside it, and then amid the commands"
      ]
    )
  }
}
