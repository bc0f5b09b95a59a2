public import Retrying

/// The address of the broker, our user there, and the time limits of the connection.
public struct AMQPConfiguration: Sendable {
  public var host: String
  public var port: Int
  /// Further nodes of the same broker, which take the same user, virtual host and TLS. A connection is to one of them all.
  public var otherServers: [AMQPServer] = []
  public var virtualHost: String
  public var credentials: AMQPCredentials

  /// `nil` speaks plain TCP.
  public var tls: AMQPTLS?

  /// Shown in the broker's management pages and logs, so it must not have anything secret or personal.
  public var connectionName: String

  /// The heartbeat interval of both sides, rounded up to whole seconds, at least one. A peer that is silent for two
  /// intervals counts as dead.
  public var heartbeat: Duration = .seconds(10)

  /// The limit for one attempt to connect, including the login.
  public var connectTimeout: Duration = .seconds(5)

  /// How long an operation waits until the connection is up and not blocked, and after that for the broker's answer.
  public var operationTimeout: Duration = .seconds(10)

  /// The back-off between attempts to connect; with several servers, after each of them was tried.
  public var backoff = Backoff(first: .milliseconds(100), longest: .seconds(10))

  public init(
    host: String = "localhost",
    port: Int? = nil,
    virtualHost: String = "/",
    credentials: AMQPCredentials,
    tls: AMQPTLS? = nil,
    connectionName: String = "swift-amqp"
  ) {
    self.host = host
    self.port = port ?? (tls == nil ? Self.defaultPort : Self.defaultTLSPort)
    self.virtualHost = virtualHost
    self.credentials = credentials
    self.tls = tls
    self.connectionName = connectionName
  }

  /// All servers, ``host`` and ``port`` first.
  public var servers: [AMQPServer] { [AMQPServer(host: host, port: port)] + otherServers }

  /// The same for one server alone.
  public func at(_ server: AMQPServer) -> AMQPConfiguration {
    var configuration = self
    (configuration.host, configuration.port, configuration.otherServers) = (server.host, server.port, [])
    return configuration
  }

  /// ``heartbeat`` in the form of the protocol.
  var heartbeatSeconds: UInt16 {
    let (seconds, attoseconds) = heartbeat.components
    return UInt16(clamping: max(1, attoseconds > 0 ? seconds + 1 : seconds))
  }

  static let defaultPort = 5672
  static let defaultTLSPort = 5671
}

/// Where one node of a broker is reached.
public struct AMQPServer: Sendable, Hashable {
  public let host: String
  public let port: Int

  public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
}
