import Development
import Foundation
import LocalServices

/// What an instance costs while every deadline is still to come: its statements, as the database counts them, and its memory.
struct TimerIdle {
  struct Outcome {
    let waiting: Int
    let statementsASecond: Double
    let residentMegabytes: Double
    /// Statement and calls, the most frequent first.
    let statements: [String]
  }

  /// After its start an instance prepares what it needs; that is not idling.
  private static let settling = Duration.seconds(10)
  private static let ofService = """
    from pg_stat_statements join pg_roles on pg_roles.oid = userid
    where rolname = 'casusregie' and toplevel
    """

  let installation: TimerInstallation

  func run(_ service: ServiceProcess, seconds: Int) async throws -> Outcome {
    try await Task.sleep(for: Self.settling)
    _ = try await installation.rows("select pg_stat_statements_reset()")
    try await Task.sleep(for: .seconds(seconds))
    let calls = try await installation.number("select coalesce(sum(calls), 0) \(Self.ofService)")
    let statements = try await installation.rows(
      """
      select calls, left(regexp_replace(query, '\\s+', ' ', 'g'), 50) \(Self.ofService) order by calls desc limit 8
      """
    )
    return Outcome(
      waiting: Int(try await installation.number("select count(*) from timer where outcome is null")),
      statementsASecond: calls / Double(seconds),
      residentMegabytes: Double(try service.residentBytes()) / 1_048_576,
      statements: statements.map { $0.joined(separator: " × ") }
    )
  }
}
