internal import Foundation

extension AMQPConfiguration {
  /// Reads `amqp://user:password@host:port/vhost` or `amqps://...`, as RabbitMQ specifies its URIs: user, password and vhost
  /// are percent-encoded; a missing path is the vhost `/`, and a path of only `/` the vhost with the empty name. Without a
  /// user, `amqps` uses the client certificate (SASL EXTERNAL) and `amqp` is refused.
  ///
  /// `amqps` verifies peer and host name against the system's authorities; set ``tls`` afterwards for anything else.
  /// - Throws: ``AMQPError/Kind-swift.enum/invalid``; the error never repeats the URI, which holds a password.
  public init(uri: String) throws(AMQPError) {
    guard let parts = URLComponents(string: uri), let scheme = parts.scheme?.lowercased(),
      let encrypted = ["amqp": false, "amqps": true][scheme]
    else { throw AMQPError(.invalid, "the broker's URI must begin with amqp:// or amqps:// and be well-formed") }
    guard let host = parts.host, !host.isEmpty else { throw AMQPError(.invalid, "the broker's URI names no host") }
    self.init(
      host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")),
      port: parts.port,
      virtualHost: try Self.virtualHost(of: parts),
      credentials: try Self.credentials(of: parts, encrypted: encrypted),
      tls: encrypted ? AMQPTLS() : nil
    )
  }

  private static func virtualHost(of parts: URLComponents) throws(AMQPError) -> String {
    let path = parts.percentEncodedPath
    if path.isEmpty { return "/" }
    guard let name = path.dropFirst().removingPercentEncoding, !path.dropFirst().contains("/") else {
      throw AMQPError(.invalid, "the vhost in the broker's URI must be one segment, percent-encoded")
    }
    return name
  }

  private static func credentials(of parts: URLComponents, encrypted: Bool) throws(AMQPError) -> AMQPCredentials {
    switch (parts.user, parts.password) {
    case (let user?, let password?): .plain(user: user, password: password)
    case (nil, nil) where encrypted: .external
    default: throw AMQPError(.invalid, "the broker's URI must hold a user and a password")
    }
  }
}
