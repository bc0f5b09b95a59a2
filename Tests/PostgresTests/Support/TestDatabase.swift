import LocalServices
import Logging
import Postgres
import TestServices

/// Where these tests connect to.
enum TestDatabase {
  static func configuration() async throws -> PostgresConfiguration {
    try await configuration(TestServices.postgres())
  }

  static func configuration(_ server: LocalPostgres) throws -> PostgresConfiguration {
    try PostgresConfiguration(connectionString: server.connectionString())
  }

  static func connection(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }
  ) async throws -> PostgresConnection {
    var configuration = try await configuration()
    change(&configuration)
    return try await PostgresConnection.open(configuration)
  }

  /// One in a database of its own, for tests that make tables several connections see.
  static func fresh() async throws -> PostgresConfiguration {
    try await PostgresConfiguration(connectionString: TestServices.freshDatabase().connectionString)
  }

  static let logger = Logger(label: "PostgresTests", factory: { _ in SwiftLogNoOpLogHandler() })
}

extension PostgresError {
  /// The error that `body` throws, or nil.
  static func thrown(by body: () async throws -> Void) async throws -> PostgresError? {
    do {
      try await body()
      return nil
    } catch let error as PostgresError {
      return error
    }
  }
}
