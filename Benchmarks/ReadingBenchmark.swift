import Foundation
import LocalServices
import Postgres
import StoreBase

/// What it costs that the database itself shows a reader no rows of others: reading with the policies of the schema and without them, in
/// turns within one run. `docs/benchmarks.md` tells what the figures mean.
public struct ReadingBenchmark: Sendable {
  private static let connections = 8
  private static let kinds: [ReadingLoad.Kind] = [.one, .list]

  private let cases: Int
  private let seconds: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - cases: how many cases there are, all of one organisation.
  ///   - seconds: how long each part of a round takes.
  public init(cases: Int = 100_000, seconds: Int = 5, rounds: Int = 3, format: ReportFormat = .text) {
    self.cases = max(1, cases)
    self.seconds = max(1, seconds)
    self.rounds = max(1, rounds)
    self.format = format
  }

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    try await LocalPostgres.measured { try await measure(on: $0) }.print(as: format)
  }

  private func measure(on postgres: LocalPostgres) async throws -> Report {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let (store, opened) = try await CommandStore.filled(
      "bench_reading",
      on: postgres,
      keyring,
      cases: cases,
      connections: Self.connections
    )
    let load = ReadingLoad(reader: store.reader(keyring), cases: opened, inFlight: Self.connections)
    let policies = RowPolicies(postgres: postgres, database: store.name)
    var figures = Figures(columns: Self.kinds.flatMap { [Self.with($0), Self.without($0)] }, unit: "/s")
    for number in 1...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: postgres.folder))
      for hold in [true, false] {
        try await policies.hold(hold)
        for kind in Self.kinds {
          // Plans are made anew after the change.
          _ = try await load.rate(kind, seconds: 1)
          let rate = try await load.rate(kind, seconds: seconds)
          round.rates[hold ? Self.with(kind) : Self.without(kind)] = rate
        }
      }
      for column in figures.columns {
        Progress.say("round \(number) of \(rounds), \(column): \(Int(round.rates[column] ?? 0))/s")
      }
      figures.add(round)
    }
    for kind in Self.kinds { figures.compare(Self.with(kind), over: Self.without(kind), reach: 0.8) }
    await store.pool.close()
    return Report(
      title: "Reads a second with the policies on rows and without, \(cases) cases",
      figures: figures,
      notes: [
        "\(Self.connections) connections, as many readers at a time; a list is its first page of fifty cases, by the moment that is due",
        "the role of readers is taken on in both: what differs is what its policies ask",
      ]
    )
  }

  private static func with(_ kind: ReadingLoad.Kind) -> String { kind.rawValue }
  private static func without(_ kind: ReadingLoad.Kind) -> String { "\(kind.rawValue), no policies" }
}
