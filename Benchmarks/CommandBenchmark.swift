import Foundation
import LocalServices
import Postgres
import StoreBase

/// Commands a second through the door, beside pgbench with the same reads and writes: on a private PostgreSQL with the
/// settings of production, in turns within one run. `docs/benchmarks.md` tells what the figures mean.
public struct CommandBenchmark: Sendable {
  private let cases: Int
  private let seconds: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - cases: how many cases there are; commands come in at random.
  ///   - seconds: how long each part of a round is counted.
  public init(cases: Int = 100_000, seconds: Int = 10, rounds: Int = 3, format: ReportFormat = .text) {
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
      "bench_door",
      on: postgres,
      keyring,
      cases: cases,
      connections: CommandRounds.connections
    )
    let door = store.door(keyring)
    // What is measured has run before: plans, caches, and a few commands to take the sizes of.
    try await DoorLoad(door: door, inFlight: CommandRounds.connections).run(on: opened, until: .now + .seconds(2))
    let sizes = try await RowSizes(store)
    let pgbench = try await preparePgbench(postgres, sizes)
    let rounds = CommandRounds(store: store, door: door, cases: opened, pgbench: pgbench, seconds: seconds)
    let (figures, wal) = try await measure(rounds, in: postgres.folder)
    let checked = try await store.verify(keyring, cases: cases)
    await store.pool.close()
    return Report(title: "Commands a second, \(cases) cases", figures: figures, notes: [wal, checked])
  }

  private func preparePgbench(_ postgres: LocalPostgres, _ sizes: RowSizes) async throws -> PgbenchLoad {
    Progress.say("filling the database of pgbench")
    let store = try await CommandStore.create("bench_pgbench", on: postgres)
    try await PgbenchFilling(store: store, sizes: sizes).fill(cases)
    try await store.settle()
    let load = PgbenchLoad(postgres: postgres, store: store, sizes: sizes, cases: cases)
    try await load.run(PgbenchScript.plain, clients: CommandRounds.connections, seconds: 2)
    return load
  }

  private func measure(_ parts: CommandRounds, in folder: URL) async throws -> (Figures, String) {
    var figures = Figures(columns: CommandRounds.columns, unit: "/s")
    var wal: [String: [Double]] = [:]
    for number in 1...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: folder))
      for column in CommandRounds.columns {
        let outcome = try await parts.measure(column)
        round.rates[column] = outcome.rate
        wal[column, default: []].append(outcome.walBytes)
        Progress.say("round \(number) of \(rounds), \(column): \(Int(outcome.rate))/s")
      }
      figures.add(round)
    }
    figures.compare(CommandRounds.door, over: CommandRounds.plain, reach: 1)
    figures.compare(CommandRounds.door, over: CommandRounds.pipelined, reach: 0.8)
    figures.compare(CommandRounds.crowdedDoor, over: CommandRounds.pipelined, reach: 0.8)
    let bytes = CommandRounds.columns.map { "\($0) \(Int(wal[$0, default: []].median))" }
    return (figures, "bytes of write-ahead log a command: " + bytes.joined(separator: "; "))
  }
}
