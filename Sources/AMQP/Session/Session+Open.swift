internal import CRabbitMQ

extension Session {
  /// Connects, with TLS if configured, and logs in; blocks until then, at most about twice the time-out of `configuration`.
  static func open(_ configuration: AMQPConfiguration) throws(AMQPError) -> Session {
    guard let handle = unsafe amqp_new_connection() else { throw AMQPError(.notConnected, "out of memory") }
    let session = unsafe Session(handle: handle)
    try session.connect(configuration)
    try session.logIn(configuration)
    session.arena.reset()
    return session
  }

  private func connect(_ configuration: AMQPConfiguration) throws(AMQPError) {
    let socket = try unsafe makeSocket(configuration.tls)
    let limit = configuration.connectTimeout.microseconds
    let status = unsafe crabbitmq_open_socket(socket, configuration.host, Int32(configuration.port), limit)
    guard status < 0 else { return }
    let verdicts = [AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue, AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue]
    throw AMQPError(
      verdicts.contains(status) ? .connectionRefused : .notConnected,
      "connecting to \(configuration.host):\(configuration.port): \(Self.text(of: status))"
    )
  }

  private func makeSocket(_ tls: AMQPTLS?) throws(AMQPError) -> OpaquePointer {
    guard let socket = unsafe tls == nil ? amqp_tcp_socket_new(handle) : amqp_ssl_socket_new(handle) else {
      throw AMQPError(.notConnected, "could not make a socket")
    }
    guard let tls else { return unsafe socket }
    unsafe amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
    unsafe amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesHostname ? 1 : 0)
    guard unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0 else {
      throw AMQPError(.invalid, "TLS 1.2 is not available")
    }
    if tls.verifiesPeer, unsafe amqp_ssl_socket_set_cacert(socket, tls.authorities) < 0 {
      throw AMQPError(.invalid, "cannot read the certificates of the authorities in \(tls.authorities)")
    }
    if let identity = tls.identity,
      unsafe amqp_ssl_socket_set_key(socket, identity.certificate, identity.key) < 0
    {
      throw AMQPError(.invalid, "cannot use the client certificate \(identity.certificate) with its key")
    }
    return unsafe socket
  }

  private func logIn(_ configuration: AMQPConfiguration) throws(AMQPError) {
    unsafe crabbitmq_set_handshake_timeout(handle, configuration.connectTimeout.microseconds)
    var properties = unsafe arena.table(Self.clientProperties(configuration))
    let heartbeat = Int32(configuration.heartbeatSeconds)
    let frameMax = AMQP_DEFAULT_FRAME_SIZE
    let reply =
      switch configuration.credentials {
      case .plain(let user, let password):
        unsafe crabbitmq_login_plain(
          handle,
          configuration.virtualHost,
          0,
          frameMax,
          heartbeat,
          &properties,
          user,
          password
        )
      case .external:
        // RabbitMQ takes the user from the certificate and reads no more than that something is said; of nothing librabbitmq makes
        // "could not allocate memory".
        unsafe crabbitmq_login_external(handle, configuration.virtualHost, 0, frameMax, heartbeat, &properties, "x")
      }
    try unsafe check(logIn: reply)
  }

  private func check(logIn reply: amqp_rpc_reply_t) throws(AMQPError) {
    switch unsafe reply.reply_type {
    case AMQP_RESPONSE_NORMAL: return
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      guard case .connectionClose(let code, let text) = unsafe BrokerMethod(reply.reply) else { fallthrough }
      throw Self.closeError(code: code, text: text)
    default:
      let status = unsafe reply.library_error
      throw AMQPError(
        status == AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue ? .connectionRefused : .notConnected,
        "logging in: \(Self.text(of: status))"
      )
    }
  }

  /// 320: an operator or a shutdown ended the connection; 541: a node does not have the virtual host yet, or no majority. Both are
  /// temporary. Any other code is about what we did or may do.
  static func closeError(code: UInt16, text: String) -> AMQPError {
    AMQPError(
      [320, 541].contains(code) ? .notConnected : .connectionRefused,
      "the broker closed the connection: \(code) \(text)"
    )
  }

  /// Without these capabilities the broker reports neither that it blocks a connection nor that it ended a consumer.
  private static func clientProperties(_ configuration: AMQPConfiguration) -> AMQPTable {
    let capabilities: AMQPTable = [
      "connection.blocked": true, "consumer_cancel_notify": true, "basic.nack": true, "publisher_confirms": true,
    ]
    return ["connection_name": .string(configuration.connectionName), "capabilities": .table(capabilities)]
  }
}
