import LocalServices
import Postgres

/// Counts how many of a burst have fired, over a connection of its own.
struct TimerWatch {
  private let connection: PostgresConnection
  private let sql: String

  init(_ installation: TimerInstallation, _ ofBurst: String) async throws {
    connection = try await PostgresConnection.open(
      PostgresConfiguration(
        connectionString: installation.postgres.connectionString(database: TimerInstallation.database)
      )
    )
    sql = "select count(*) from timer where outcome = 'fired' and \(ofBurst)"
  }

  func fired() async throws -> Int {
    let sql = sql
    return try await connection.run { connection in
      // The program's own numbers, and no text from outside.
      try connection.query("\(unsafeRawSQL: sql)").first?[0, as: Int.self] ?? 0
    }
  }
}
