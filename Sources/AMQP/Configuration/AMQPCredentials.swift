/// How the connection authenticates. No way of printing shows the password.
public enum AMQPCredentials: Sendable, Equatable {
  /// SASL PLAIN.
  case plain(user: String, password: String)
  /// SASL EXTERNAL: the broker takes the user from the client certificate, so it needs ``AMQPConfiguration/tls``.
  case external
}

extension AMQPCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String {
    switch self {
    case .plain(let user, _): "user \(user), password redacted"
    case .external: "client certificate"
    }
  }

  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}
