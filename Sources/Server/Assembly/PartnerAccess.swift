import AMQP
import Messaging

/// All that a partner's client needs to get at its events.
public struct PartnerAccess: Sendable, Encodable {
  /// Of the broker, as partners reach it.
  public let host: String
  public let port: Int
  public let tls: Bool
  public let virtualHost: String
  public let queue: String
  /// A queue that it has to empty first: its events went there before.
  public let formerQueue: String?
  /// Its broker user.
  public let user: String
  /// Only when it was made now: it is kept nowhere.
  public let password: String?

  init(at broker: AMQPConfiguration, _ access: PartnerRegistration.Access, password: String?) {
    (host, port, tls) = (broker.host, broker.port, broker.tls != nil)
    virtualHost = broker.virtualHost
    (queue, formerQueue, user) = (access.queue, access.formerQueue, access.user)
    self.password = password
  }
}

/// The password of an organisation's broker user, when the organisation is registered.
public enum PartnerPassword: Sendable {
  /// A user that exists keeps its own; another gets a new one.
  case keptOrNew
  /// Random, also for a user that exists.
  case new
  case given(String)
}
