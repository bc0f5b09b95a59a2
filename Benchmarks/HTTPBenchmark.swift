import Foundation
import LocalServices
import Postgres
import StoreBase

/// Commands a second over REST, with TLS and a signed token, beside the same commands at the door: on a private PostgreSQL, in turns
/// within one run. `docs/benchmarks.md` tells what the figures mean.
public struct HTTPBenchmark: Sendable {
  /// Of the pool, as the service has them without a setting.
  private static let connections = 8
  /// Seconds before and after the window in which is counted.
  private static let lead = 1
  private static let trail = 1

  private let crowds: [Int]
  private let cases: Int
  private let seconds: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - crowds: how many commands are given at a time, over REST each over a connection of its own.
  ///   - cases: how many cases there are; commands come in at random.
  ///   - seconds: how long each part of a round is counted.
  public init(
    crowds: [Int] = [8, 64],
    cases: Int = 10_000,
    seconds: Int = 10,
    rounds: Int = 3,
    format: ReportFormat = .text
  ) {
    self.crowds = crowds.isEmpty ? [8] : crowds.map { max(1, $0) }
    self.cases = max(1, cases)
    self.seconds = max(1, seconds)
    self.rounds = max(1, rounds)
    self.format = format
  }

  /// Measures, checks every journal, and prints the figures. Progress goes to standard error.
  public func run() async throws {
    try await LocalPostgres.measured { try await measure(on: $0) }.print(as: format)
  }

  private func measure(on postgres: LocalPostgres) async throws -> Report {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let (store, opened) = try await CommandStore.filled(
      "bench_http",
      on: postgres,
      keyring,
      cases: cases,
      connections: Self.connections
    )
    let certificate = try LoopbackCertificate()
    defer { certificate.remove() }
    let logger = try FileLog.logger(to: postgres.folder.appending(path: "http.log").path)
    let service = try HTTPService(store, keyring, certificate: certificate, logger: logger)
    let figures = try await service.whileRunning { port in
      let load = try HTTPLoad(
        port: port,
        token: service.token,
        certificate: certificate.certificate,
        connections: crowds.max() ?? 1
      )
      do {
        let figures = try await compare(load, service, store, opened, in: postgres.folder)
        try await load.close()
        return figures
      } catch {
        try? await load.close()  // what went wrong before says more
        throw error
      }
    }
    let checked = try await store.verify(keyring, cases: cases)
    await store.pool.close()
    let note =
      "\(Self.connections) connections to the database; over REST a connection and a command of its own for each at a time"
    return Report(title: "Commands a second over REST, \(cases) cases", figures: figures, notes: [note, checked])
  }

  private func compare(
    _ load: HTTPLoad,
    _ service: HTTPService,
    _ store: CommandStore,
    _ opened: [UUID],
    in folder: URL
  ) async throws -> Figures {
    // What is measured has run before: plans, caches, connections.
    for crowd in crowds {
      try await DoorLoad(door: service.door, inFlight: crowd).run(on: opened, until: .now + .seconds(1))
      try await load.run(on: opened, inFlight: crowd, until: .now + .seconds(1))
    }
    var figures = Figures(columns: crowds.flatMap { [Self.door($0), Self.rest($0)] }, unit: "/s")
    let whole = Duration.seconds(Self.lead + seconds + Self.trail)
    for number in 1...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: folder))
      for crowd in crowds {
        var count = try await JournalCount(store)
        try await DoorLoad(door: service.door, inFlight: crowd).run(on: opened, until: .now + whole)
        round.rates[Self.door(crowd)] = try await count.outcome(lead: Self.lead, seconds: seconds).rate
        count = try await JournalCount(store)
        try await load.run(on: opened, inFlight: crowd, until: .now + whole)
        round.rates[Self.rest(crowd)] = try await count.outcome(lead: Self.lead, seconds: seconds).rate
      }
      for column in figures.columns {
        Progress.say("round \(number) of \(rounds), \(column): \(Int(round.rates[column] ?? 0))/s")
      }
      figures.add(round)
    }
    // A command costs at most one and a half times as much.
    for crowd in crowds { figures.compare(Self.rest(crowd), over: Self.door(crowd), reach: 0.67) }
    return figures
  }

  private static func door(_ crowd: Int) -> String { "door, \(crowd) at once" }
  private static func rest(_ crowd: Int) -> String { "REST, \(crowd) at once" }
}
