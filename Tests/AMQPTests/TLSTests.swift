import AMQP
import Foundation
import LocalServices
import TestServices
import Testing

@Suite("TLS", .timeLimit(.minutes(5)))
struct TLSTests {
  @Test("A connection with a client certificate works; every doubt about the other side ends it")
  func verification() async throws {
    let files = try await blocking { try CertificateFolder() }
    defer { files.remove() }
    try await TestServices.privateBroker { broker in
      let port = try await broker.listenWithTLS(files)
      let identity = AMQPTLS.Identity(certificate: files.path("client.pem"), key: files.path("client.key"))
      let trusting = AMQPTLS(authorities: files.path("ca.pem"), identity: identity)
      var configuration = broker.configuration()
      configuration.host = "localhost"
      configuration.port = port
      configuration.tls = trusting
      try await withConnection(configuration) { connection in
        try await connection.declare(AMQPQueue("q"))
        let publisher = try await connection.makePublisher()
        let messages = (0..<2_000).map { AMQPMessage($0, to: "q") }
        #expect(try await publisher.publish(messages).allSatisfy { $0 == .confirmed })
        #expect(try await connection.consume("q").take(2_000).map(\.number) == Array(0..<2_000))
      }

      var wrongName = configuration
      wrongName.host = "127.0.0.1"
      #expect(try await refusal(wrongName).kind == .connectionRefused)

      var unknownAuthority = configuration
      unknownAuthority.tls = AMQPTLS(authorities: files.path("other-ca.pem"), identity: identity)
      #expect(try await refusal(unknownAuthority).kind == .connectionRefused)

      var nobody = configuration
      nobody.tls = AMQPTLS(authorities: files.path("ca.pem"))
      _ = try await refusal(nobody)

      var careless = wrongName
      careless.tls?.verifiesHostname = false
      try await withConnection(careless) { _ in }

      var missingFile = configuration
      missingFile.tls?.authorities = files.path("missing.pem")
      #expect(try await refusal(missingFile).kind == .invalid)
      // The next test would have the port too.
      await broker.stop()
    }
  }

  private func refusal(_ configuration: AMQPConfiguration) async throws -> AMQPError {
    let connection = AMQPConnection(configuration, logger: LogRecorder.logger().0)
    let states = connection.recordStates()
    let seen = try await states.wait(for: "the refusal") { $0.contains { $0.isDisconnected || $0 == .connected } }
    await connection.close()
    guard case .disconnected(let error)? = seen.first(where: \.isDisconnected) else { throw Unexpected(seen) }
    return error
  }
}

extension LocalBroker {
  /// Opens one more port, where a client must show a certificate of the same authority.
  fileprivate func listenWithTLS(_ files: CertificateFolder) async throws -> Int {
    let answer = try await evaluate(
      """
      {ok, Socket} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]),
      {ok, Port} = inet:port(Socket),
      ok = gen_tcp:close(Socket),
      {ok, _} = application:ensure_all_started(ssl),
      rabbit_networking:start_ssl_listener({"127.0.0.1", Port, auto}, [
        {cacertfile, "\(files.path("ca.pem"))"}, {certfile, "\(files.path("server.pem"))"},
        {keyfile, "\(files.path("server.key"))"}, {verify, verify_peer}, {fail_if_no_peer_cert, true}], 2),
      Port.
      """
    )
    guard let port = Int(answer.filter(\.isNumber)) else { throw Unexpected(answer) }
    return port
  }
}
