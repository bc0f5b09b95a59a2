/// The ports of a local broker, all on 127.0.0.1.
struct BrokerPorts: Sendable {
  let amqp: Int
  let management: Int
  /// For Erlang's own use.
  let distribution: Int

  init(_ ports: [Int]) {
    (amqp, management, distribution) = (ports[0], ports[1], ports[2])
  }

  /// Whether both doors are open: AMQP starts its handshake and the management API is served.
  func answer() -> Bool {
    let header = Array("AMQP".utf8) + [0, 0, 9, 1]
    guard Loopback.ask(port: amqp, header).first == 1 else { return false }
    let request = "GET /api/overview HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    // Without credentials the API that is ready says 401.
    return Loopback.ask(port: management, Array(request.utf8)).starts(with: Array("HTTP/1.1 401".utf8))
  }
}
