public import Retrying

/// Where the broker is, who we are there, and how patient the connection is.
public struct AMQPConfiguration: Sendable {
  public var host: String
  public var port: Int
  public var virtualHost: String
  public var credentials: AMQPCredentials

  /// `nil` speaks plain TCP.
  public var tls: AMQPTLS?

  /// Shown in the broker's management pages and logs, so it must not hold anything secret or personal.
  public var connectionName: String

  /// How often both sides show that they live, rounded up to whole seconds, at least one. A peer that said nothing for two
  /// intervals is taken for dead.
  public var heartbeat: Duration = .seconds(10)

  /// The limit of one attempt to connect, log in included.
  public var connectTimeout: Duration = .seconds(5)

  /// How long an operation waits for the connection to be up and not blocked, and after that for the broker's answer.
  public var operationTimeout: Duration = .seconds(10)

  /// How long it waits between attempts to connect.
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

  /// ``heartbeat`` as the protocol carries it.
  var heartbeatSeconds: UInt16 {
    let (seconds, attoseconds) = heartbeat.components
    return UInt16(clamping: max(1, attoseconds > 0 ? seconds + 1 : seconds))
  }

  static let defaultPort = 5672
  static let defaultTLSPort = 5671
}
