import AMQP
import LocalServices
import Logging
import Retrying
import TestServices

/// A connection for the length of one test.
func withConnection<Result>(
  _ configuration: AMQPConfiguration,
  logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
  isolation: isolated (any Actor)? = #isolation,
  _ body: (AMQPConnection) async throws -> Result
) async throws -> Result {
  let connection = AMQPConnection(configuration, logger: logger)
  do {
    try await connection.waitUntilConnected(limit: .seconds(30))
    let result = try await body(connection)
    await connection.close()
    return result
  } catch {
    await connection.close()
    throw error
  }
}

/// A connection to a virtual host of its own on the shared broker.
func withConnection<Result>(
  isolation: isolated (any Actor)? = #isolation,
  _ body: (AMQPConnection) async throws -> Result
) async throws -> Result {
  try await withConnection(freshConfiguration(), body)
}

/// A virtual host of its own on the shared broker.
func freshConfiguration() async throws -> AMQPConfiguration {
  try await TestServices.broker().configuration(virtualHost: TestServices.freshVhost())
}

extension LocalBroker {
  func configuration(virtualHost: String = "/") -> AMQPConfiguration {
    var configuration = AMQPConfiguration(
      host: "127.0.0.1",
      port: amqpPort,
      virtualHost: virtualHost,
      credentials: .plain(user: adminUser, password: adminPassword)
    )
    configuration.backoff = Backoff(first: .milliseconds(20), longest: .milliseconds(200))
    return configuration
  }
}
