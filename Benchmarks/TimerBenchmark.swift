import Development
import Foundation
import LocalServices

/// Deadlines: how late they fire when an instance is killed, how long a start takes, and what idling costs. Instances are
/// processes of this very program, on a private PostgreSQL and RabbitMQ. `docs/benchmarks.md` tells what the figures mean.
public struct TimerBenchmark: Sendable {
  private let cases: Int
  private let due: Int
  private let settled: Int
  private let rounds: Int
  private let seconds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - cases: how many open cases there are, with ten waiting timers each.
  ///   - due: how many deadlines come due together.
  ///   - settled: how many timers are there that fired before and were not removed yet, in both databases.
  ///   - rounds: how often each is done.
  ///   - seconds: how long an idle instance is looked at.
  public init(
    cases: Int = 100_000,
    due: Int = 1_000,
    settled: Int = 0,
    rounds: Int = 3,
    seconds: Int = 30,
    format: ReportFormat = .text
  ) {
    self.cases = max(10, cases)
    self.due = max(10, due)
    self.settled = max(0, settled)
    self.rounds = max(1, rounds)
    self.seconds = max(1, seconds)
    self.format = format
  }

  /// Measures, checks every effect, and prints the figures. Progress goes to standard error.
  public func run() async throws {
    var report = LimitReport(
      title: "Deadlines, \(cases) open cases with \(cases * TimerWorkflow.timers) waiting timers"
        + (settled > 0 ? ", beside \(settled) that are settled" : "")
    )
    try await TimerInstallation.with { installation in
      try await fill(installation)
      report.notes.append("one flush of the disk: \(Int(try FlushCost.measure(in: installation.folder))) µs")
      try await start(installation, &report)
      try await idle(installation, &report)
      try await burst(.second, installation, &report)
      try await burst(.instant, installation, &report)
    }
    try report.print(as: format)
  }

  private func fill(_ installation: TimerInstallation) async throws {
    let postgres = installation.postgres
    try await postgres.psql("alter database casusregie set synchronous_commit = off")
    try await installation.open(cases / 10)
    try await postgres.psql("create database \(TimerStart.fewDatabase) template casusregie")
    try await installation.open(cases - cases / 10)
    try await postgres.psql("alter database casusregie reset synchronous_commit")
    for database in [TimerStart.fewDatabase, TimerInstallation.database] {
      // What the cases told when they began is none of this.
      try await postgres.psql("truncate outbox", database: database)
      try await postgres.psql(Self.settle(settled), database: database)
      try await postgres.psql("vacuum analyze", database: database)
    }
    try await postgres.psql("checkpoint")
  }

  /// Earlier generations of the timers that wait, one after the other, each fired within the days for which such rows are kept.
  private static func settle(_ count: Int) -> String {
    """
    insert into timer (case_id, deadline, generation, number, at, outcome, settled_at)
    select case_id, deadline, generation + 1000 + earlier, number, now() - interval '1 day', 'fired', now() - interval '1 day'
    from generate_series(1, 1000) as earlier, timer where outcome is null limit \(count)
    """
  }

  private func start(_ installation: TimerInstallation, _ report: inout LimitReport) async throws {
    let outcome = try await TimerStart(installation: installation).run(rounds: rounds)
    let (few, many) = (outcome.few.median, outcome.many.median)
    report.lines += [
      .init(what: "start with \(cases / 10) open cases, until ready", figure: few, unit: "s", limit: 1),
      .init(what: "start with \(cases) open cases, until ready", figure: many, unit: "s", limit: 1),
      .init(what: "the one over the other", figure: many / few, unit: "×", limit: 1.2),
    ]
  }

  private func idle(_ installation: TimerInstallation, _ report: inout LimitReport) async throws {
    let service = try installation.service(port: installation.port)
    try await service.awaitReady()
    Progress.say("looking at an idle instance for \(seconds) s")
    let outcome = try await TimerIdle(installation: installation).run(service, seconds: seconds)
    service.end()
    report.lines += [
      .init(
        what: "idle with \(outcome.waiting) waiting timers",
        figure: outcome.statementsASecond,
        unit: "statements/s",
        limit: 2
      ),
      .init(what: "its resident memory", figure: outcome.residentMegabytes, unit: "MB", limit: 150),
    ]
    report.notes.append(
      "statements of the idle instance in \(seconds) s, as pg_stat_statements counts them (top level, the service's role): "
        + outcome.statements.joined(separator: "; ")
    )
  }

  private func burst(
    _ spread: TimerBurst.Spread,
    _ installation: TimerInstallation,
    _ report: inout LimitReport
  ) async throws {
    let burst = TimerBurst(installation: installation, count: due)
    let survivor = try installation.service(port: installation.port)
    try await survivor.awaitReady()
    var outcomes: [TimerBurst.Outcome] = []
    for round in 1...rounds {
      let victim = try installation.service(port: LocalServices.freePort())
      try await victim.awaitReady()
      let outcome = try await burst.run(spread, victim: victim)
      outcomes.append(outcome)
      Progress.say(
        "\(due) \(spread.rawValue), \(round) of \(rounds): one killed after \(outcome.firedBefore), "
          + "p99 late \(Int(outcome.percentile(0.99))) ms"
      )
    }
    let what = "\(due) due \(spread.rawValue), one of two killed:"
    report.lines += [
      .init(what: "\(what) p50 late", figure: outcomes.map { $0.percentile(0.5) }.median, unit: "ms"),
      .init(
        what: "\(what) p99 late",
        figure: outcomes.map { $0.percentile(0.99) }.median,
        unit: "ms",
        limit: due > 1_000 ? nil : spread == .second ? 250 : 400
      ),
      .init(
        what: "\(what) latest",
        figure: outcomes.map { $0.percentile(1) }.median,
        unit: "ms",
        limit: due > 1_000 ? 5_000 : nil
      ),
    ]
    report.notes.append(
      "\(what) medians of \(rounds) rounds; p99 of each: "
        + outcomes.map { "\(Int($0.percentile(0.99))) ms" }.joined(separator: ", ")
        + "; in each all \(due) effects on record, each once"
    )
  }
}
