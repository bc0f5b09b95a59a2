import CaseCore
import DeadlineAdministration
import Foundation
import LocalServices
import Postgres
import StoreBase

/// The preview of a change of settings over many running cases, beside one sequential read of the same rows, in turns
/// within one run. `docs/benchmarks.md` tells what the figures mean.
public struct PlanBenchmark: Sendable {
  private static let plan = "plan"
  private static let read = "one read"

  private let cases: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameter cases: how many running cases there are; in each of them the deadline changes.
  public init(cases: Int = 100_000, rounds: Int = 3, format: ReportFormat = .text) {
    self.cases = max(1, cases)
    self.rounds = max(1, rounds)
    self.format = format
  }

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    try await LocalPostgres.measured { try await measure(on: $0) }.print(as: format)
  }

  private func measure(on postgres: LocalPostgres) async throws -> Report {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let (store, _) = try await CommandStore.filled("bench_plan", on: postgres, keyring, cases: cases, connections: 4)
    let settingsService = PlanService(store: store, keyring: keyring)
    let proposal = try await settingsService.propose()
    // What is measured has run before.
    _ = try await (settingsService.plan(proposal), readAll(store))
    var figures = Figures(columns: [Self.plan, Self.read], unit: "cases/s")
    var changes = 0
    for number in 1...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: postgres.folder))
      let clock = ContinuousClock()
      let began = clock.now
      let plan = try await settingsService.plan(proposal)
      let planned = clock.now
      let rows = try await readAll(store)
      let (planning, reading) = (planned - began, clock.now - planned)
      guard plan.changes == cases, rows == cases else {
        throw BenchmarkError.notWhatWasAsked("\(plan.changes) cases in the plan, \(rows) rows read, of \(cases)")
      }
      changes = plan.totals.changed
      round.rates = [Self.plan: Double(cases) / planning.seconds, Self.read: Double(cases) / reading.seconds]
      figures.add(round)
      Progress.say("round \(number) of \(rounds): plan \(planning.seconds) s, one read \(reading.seconds) s")
    }
    figures.compare(Self.plan, over: Self.read, reach: 0.2)
    await store.pool.close()
    return Report(
      title: "Preview of another term over \(cases) running cases",
      figures: figures,
      notes: [
        "counted each round: \(changes) deadlines with their old and new due date, and the plan's digest",
        "one read: the same columns of the same rows, in one statement, every value taken",
        "to reach 0.20: a plan takes no more than five times as long as the read",
      ]
    )
  }

  /// One statement over all rows that a plan looks at.
  private func readAll(_ store: CommandStore) async throws -> Int {
    try await store.pool.withConnection { connection in
      let rows = try connection.query(
        """
        select c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped
        from case_file c join keyring.case_key k on k.case_id = c.id
        """
      )
      var bytes = 0
      for row in rows {
        bytes += try row[2, as: Data.self].count + row[3, as: Data.self].count + row[5, as: Data.self].count
        _ = (try row[0, as: UUID.self], try row[1, as: Int64.self], try row[4, as: String.self])
      }
      guard bytes > 0 else { throw BenchmarkError.notWhatWasAsked("empty rows") }
      return rows.count
    }
  }
}

extension Duration {
  fileprivate var seconds: Double { self / .seconds(1) }
}
