import AMQP
import Messaging

/// All that a partner's client needs to get at its events.
public struct PartnerAccess: Sendable, Encodable {
  public let organisation: String
  /// How the service names itself: the `source` of its events, and for whom commands must be meant.
  public let service: String
  /// Of the broker, as partners reach it.
  public let host: String
  public let port: Int
  /// All nodes of the broker that partners reach, ``host`` and ``port`` first; `nil` for one.
  public let servers: [Server]?
  public let tls: Bool
  public let virtualHost: String
  public let queue: String
  /// A queue that it has to empty first: its events went there before.
  public let formerQueue: String?
  /// Where it writes commands.
  public let exchange: String
  /// Its broker user.
  public let user: String
  /// A broker user that it had before, which works until its rotation is finished.
  public let formerUser: String?
  /// Only when it was made now: it is kept nowhere.
  public let password: String?
  /// Of a user that logs in by certificate.
  public let certificate: Certificate?

  /// Where one node of the broker is reached.
  public struct Server: Sendable, Encodable {
    public let host: String
    public let port: Int
  }

  /// How a client logs in by certificate.
  public struct Certificate: Sendable, Encodable {
    /// The SASL mechanism.
    public let mechanism = "EXTERNAL"
    /// The common name that the certificate must have: RabbitMQ takes it for the name of the user.
    public let commonName: String
  }

  init(
    _ organisation: String,
    of service: String,
    at broker: AMQPConfiguration,
    _ access: PartnerRegistration.Access,
    password: String?
  ) {
    self.organisation = organisation
    self.service = "urn:nld:oin:\(service):systeem:casusregie"
    (host, port, tls) = (broker.host, broker.port, broker.tls != nil)
    servers = broker.otherServers.isEmpty ? nil : broker.servers.map { Server(host: $0.host, port: $0.port) }
    virtualHost = broker.virtualHost
    (queue, formerQueue, exchange) = (access.queue, access.formerQueue, access.exchange)
    (user, formerUser) = (access.user, access.formerUser)
    self.password = password
    certificate = access.isByCertificate ? Certificate(commonName: access.user) : nil
  }
}

/// The password of an organisation's broker user, when the organisation is registered.
public enum PartnerPassword: Sendable {
  /// A user that exists keeps its own; another gets a new one.
  case keptOrNew
  /// Random, also for a user that exists.
  case new
  case chosen(String)
  /// None: it logs in by certificate.
  case certificate
}
