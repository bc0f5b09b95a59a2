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

/// What it costs one partner that another one floods the service with commands: how long its own take, from the publish until the
/// answer is in its hands.
public struct FloodBenchmark: Sendable {
  private static let neighbour = Actor(subject: "another clerk", organisation: "00000099000000000003", roles: ["clerk"])
  private static let inFlight = 8

  private let flood: Int
  private let commands: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - flood: how many commands lie on the queue of the one.
  ///   - commands: how many the other gives before that, and meanwhile, one after the other.
  public init(flood: Int = 100_000, commands: Int = 500, format: ReportFormat = .text) {
    self.flood = max(1, flood)
    self.commands = max(1, commands)
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
    let store = try await CommandStore.create("bench_flood", on: services.postgres).reopened(connections: Self.inFlight)
    let logger = Logger(label: "casusregie.bench") { _ in SwiftLogNoOpLogHandler() }
    let load = InboxLoad(store: store, keyring: keyring, services: services, inFlight: Self.inFlight)
    let (flooding, quiet) = (try await load.sender(), try await load.sender(Self.neighbour))
    let wakes = Wakes()
    let door = store.door(keyring, wakes: wakes)
    let cases = try await DoorLoad(door: door, inFlight: Self.inFlight).open(1_000)
    guard case .accepted(let opened) = try await door.submit(BenchmarkWorkflow.opening(by: Self.neighbour)),
      let own = opened.alias
    else { throw BenchmarkError.notWhatWasAsked("no case for the other") }
    let broker = AMQPConnection(services.broker.asAdministrator, logger: logger)
    try await broker.declare(.quorum("events.\(BenchmarkWorkflow.partner.number)"))
    let relay = Relay(
      store: RelayStore(store.pool),
      broker: broker,
      wake: wakes.outbox,
      source: EventSource(operatorNumber: InboxSender.operatorNumber, baseURL: "https://casusregie.example"),
      logger: logger
    )
    let answers = Arrivals(by: "causationid")
    let reader = AMQPConnection(services.broker.asAdministrator, logger: logger)
    let relaying = Task { await relay.run() }
    let reading = Task { try await answers.read(quiet.queue, by: reader) }
    var (before, meanwhile) = (Latencies([]), Latencies([]))
    var left = 0
    let flooded = try flooding.messages(flood, on: cases)
    try await load.withInbox(door) {
      _ = try await give(50, on: own, by: quiet, answers)
      before = try await give(commands, on: own, by: quiet, answers)
      Progress.say("without a flood: p99 \(before.milliseconds(0.99)) ms")
      let first = try await load.lastEvent()
      let filling = Task { try await flooding.give(flooded) }
      while try await load.answers(after: first) < 1_000 { try await Task.sleep(for: .milliseconds(100)) }
      meanwhile = try await give(commands, on: own, by: quiet, answers)
      left = flood - (try await load.answers(after: first) - commands)
      filling.cancel()
      _ = await filling.result
    }
    relaying.cancel()
    reading.cancel()
    await relaying.value
    for connection in [reader, broker] { await connection.close() }
    await flooding.close()
    await quiet.close()
    await store.pool.close()
    guard left > 0 else { throw BenchmarkError.notWhatWasAsked("the flood was over before the other was done") }
    return report(before, meanwhile, left)
  }

  /// One after the other.
  /// - Returns: how long each took until it was answered.
  private func give(
    _ count: Int,
    on alias: UUID,
    by sender: InboxSender,
    _ answers: Arrivals
  ) async throws -> Latencies {
    let publisher = try await sender.makePublisher()
    var durations: [Duration] = []
    for _ in 0..<count {
      let id = UUID()
      let start = ContinuousClock.now
      try await sender.give(id, on: alias, by: publisher)
      let limit = start + .seconds(120)
      while answers[id.uuidString.lowercased()].isEmpty {
        guard .now < limit else { throw BenchmarkError.notWhatWasAsked("a command was not answered within 2 minutes") }
        try await Task.sleep(for: .milliseconds(1))
      }
      durations.append(answers[id.uuidString.lowercased()][0] - start)
    }
    await publisher.close()
    return Latencies(durations)
  }

  private func report(_ before: Latencies, _ meanwhile: Latencies, _ left: Int) -> LimitReport {
    LimitReport(
      title: "A flood of \(flood) commands of one partner, and the commands of another",
      lines: [
        .init(what: "without a flood, p50", figure: before.milliseconds(0.5), unit: "ms"),
        .init(what: "without a flood, p99", figure: before.milliseconds(0.99), unit: "ms"),
        .init(what: "amid the flood, p50", figure: meanwhile.milliseconds(0.5), unit: "ms"),
        .init(what: "amid the flood, p99", figure: meanwhile.milliseconds(0.99), unit: "ms"),
        .init(
          what: "the one over the other, p99",
          figure: meanwhile.milliseconds(0.99) / before.milliseconds(0.99),
          unit: "×",
          limit: 2
        ),
      ],
      notes: [
        "\(commands) commands of the other, one after the other; \(left) of the flood were still to be done at the end"
      ]
    )
  }
}
