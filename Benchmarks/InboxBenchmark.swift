import AMQP
import CaseDoor
import Foundation
import LocalServices
import Logging
import Messaging
import Postgres
import StoreBase

/// Commands a second over a queue, signed, encrypted and answered, beside the same commands at the door: on a private PostgreSQL
/// and RabbitMQ, in turns within one run.
public struct InboxBenchmark: Sendable {
  private static let inbox = "inbox"
  private static let door = "door"
  /// Commands in hand at a time, of the queue as of the door.
  private static let inFlight = 8

  private let commands: Int
  private let cases: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - commands: how many each part of a round gives.
  ///   - cases: how many cases there are; commands come in at random.
  public init(commands: Int = 8_000, cases: Int = 10_000, rounds: Int = 3, format: ReportFormat = .text) {
    self.commands = max(1, commands)
    self.cases = max(1, cases)
    self.rounds = max(1, rounds)
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

  private func measure(on services: LocalServices) async throws -> Report {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let (store, opened) = try await CommandStore.filled(
      "bench_inbox",
      on: services.postgres,
      keyring,
      cases: cases,
      connections: Self.inFlight
    )
    let load = InboxLoad(store: store, keyring: keyring, services: services, inFlight: Self.inFlight)
    let sender = try await load.sender()
    var figures = Figures(columns: [Self.inbox, Self.door], unit: "/s")
    // Round 0 warms up and does not count.
    for number in 0...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: services.postgres.folder))
      try await sender.fill(commands, on: opened)
      round.rates[Self.inbox] = rate(try await load.drain(commands))
      round.rates[Self.door] = rate(try await door(store.door(keyring), on: opened))
      for column in figures.columns {
        Progress.say("round \(number) of \(rounds), \(column): \(Int(round.rates[column] ?? 0))/s")
      }
      if number > 0 { figures.add(round) }
    }
    figures.compare(Self.inbox, over: Self.door, reach: 0.7)
    await sender.close()
    await store.pool.close()
    let note =
      "\(commands) commands a part, signed and encrypted beforehand; \(Self.inFlight) at a time; each was answered"
    return Report(title: "Commands a second over a queue, \(cases) cases", figures: figures, notes: [note])
  }

  private func door(_ door: CommandDoor, on cases: [UUID]) async throws -> Duration {
    let start = ContinuousClock.now
    try await withThrowingTaskGroup { group in
      for part in 0..<Self.inFlight {
        group.addTask {
          for _ in stride(from: part, to: commands, by: Self.inFlight) {
            guard let alias = cases.randomElement() else { return }
            guard case .accepted = try await door.submit(BenchmarkWorkflow.note(on: alias)) else {
              throw BenchmarkError.notWhatWasAsked("the door refused")
            }
          }
        }
      }
      try await group.waitForAll()
    }
    return .now - start
  }

  private func rate(_ duration: Duration) -> Double { Double(commands) / (duration / .seconds(1)) }
}
