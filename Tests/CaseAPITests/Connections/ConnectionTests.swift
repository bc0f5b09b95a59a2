import AsyncHTTPClient
import CaseAPI
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Postgres
import TestServices
import Testing

/// What strangers can do with a connection, and how each ends.
@Suite struct ConnectionTests {
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
  private static let short = Duration.milliseconds(200)

  @Test func slowHeadersAreGivenUp() async throws {
    try await LimitedServer.run(ConnectionLimits(headerTime: Self.short)) { server in
      for _ in 0..<20 { _ = try await server.connect("GET / HTTP/1.1\r\nX-Slow:", reads: false) }
      for _ in 0..<20 { _ = try await server.connect("", reads: false) }
      try await server.waitUntil(40, reached: "header")
      // One line for all of them.
      #expect(server.lines(#""limit": header"#) == 1)
    }
  }

  @Test func anIdleConnectionIsClosedAndOneInUseIsNot() async throws {
    try await LimitedServer.run(ConnectionLimits(headerTime: .seconds(60), idleTime: Self.short)) { server in
      let channel = try await server.connect(Self.get)
      try await server.waitUntilClosed(channel)
      #expect(server.reached("idle") == 1)
      #expect(server.reached("header") == 0)
    }
  }

  @Test func aBodyThatDoesNotComeIsGivenUp() async throws {
    try await LimitedServer.run(ConnectionLimits(bodyTime: Self.short)) { server in
      let channel = try await server.connect("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
      try await server.waitUntilClosed(channel)
      // Nor one that nobody asked for.
      let other = try await server.connect("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
      try await server.waitUntilClosed(other)
      #expect(server.reached("body") == 2)
    }
  }

  /// The other end neither reads nor closes.
  @Test func whatIsNoHTTPDoesNotKeepADescriptor() async throws {
    try await LimitedServer.run(ConnectionLimits(closeTime: Self.short)) { server in
      for _ in 0..<20 { _ = try await server.connect(Self.get + "rommel\r\n\r\n" + Self.get, reads: false) }
      try await server.waitUntil(20, reached: "close")
    }
  }

  @Test func anAnswerThatIsNotTakenIsGivenUp() async throws {
    try await LimitedServer.run(ConnectionLimits(answerTime: Self.short)) { server in
      _ = try await server.connect("GET /much HTTP/1.1\r\nHost: x\r\n\r\n", reads: false)
      try await server.waitUntil(1, reached: "answer")
    }
  }

  @Test func requestsWithoutEndAreNotQueued() async throws {
    try await LimitedServer.run(ConnectionLimits(queued: 4)) { server in
      // As many as may be: all are answered.
      let few = try await server.connect(
        String(repeating: Self.get, count: 4) + "GET / HTTP/1.1\r\nConnection: close\r\n"
      )
      let many = try await server.connect(
        "GET /much HTTP/1.1\r\nHost: x\r\n\r\n" + String(repeating: Self.get, count: 2_000),
        reads: false
      )
      try await waitFor("the one with many to be closed") { server.reached("queued") == 1 }
      try await few.close()
      try await server.waitUntil(1, reached: "queued")
      _ = many
    }
  }

  @Test func connectionsAreCounted() async throws {
    try await LimitedServer.run(ConnectionLimits(connections: 5, connectionsPerAddress: 3)) { server in
      var kept: [any Channel] = []
      for _ in 0..<3 { kept.append(try await server.connect("")) }
      try await waitFor("three connections") { server.number("http_connections") == 3 }
      for _ in 0..<4 { try await server.waitUntilClosed(server.connect("")) }
      #expect(server.reached("address") == 4)
      #expect(server.lines(#""limit": address"#) == 1)
      try await kept.removeLast().close()
      try await waitFor("a place") { server.number("http_connections") == 2 }
      // The others are served as ever.
      let reply = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/"),
        timeout: .seconds(30)
      )
      #expect(reply.status.code == 200)
    }
    try await LimitedServer.run(ConnectionLimits(connections: 2, connectionsPerAddress: 10)) { server in
      for _ in 0..<2 { _ = try await server.connect("") }
      try await waitFor("two connections") { server.number("http_connections") == 2 }
      try await server.waitUntilClosed(server.connect(""))
      #expect(server.reached("connections") == 1)
    }
  }

  /// Its descriptors are those of the process, which clients need.
  @Test func theMetricsHaveLimitsOfTheirOwn() async throws {
    try await LimitedServer.run(nil) { server in
      var channels: [any Channel] = []
      // One more than there may be; which of them is closed is the server's to say.
      for _ in 0...ConnectionLimits.metrics.connections { channels.append(try await server.connect(Self.get)) }
      try await waitFor("one to be closed") { channels.contains { !$0.isActive } }
      #expect(server.reached("connections") + server.reached("address") == 1)
      #expect(channels.count(where: \.isActive) == ConnectionLimits.metrics.connections)
      #expect(server.number("http_connections") == nil)
    }
  }

  @Test(arguments: [(1, 20_000), (101, 1), (40, 1_000)])
  func headersWithoutEndAreNotRead(count: Int, length: Int) async throws {
    try await LimitedServer.run(ConnectionLimits()) { server in
      let headers = (0..<count).map { "X-\($0): \(String(repeating: "x", count: length))\r\n" }.joined()
      // Refused, where a request that is understood leaves the connection open.
      try await server.waitUntilClosed(server.connect("GET / HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"))
      let allowed = try await server.connect("GET / HTTP/1.1\r\nHost: x\r\nX-0: x\r\n\r\n")
      try await waitFor("one connection") { server.number("http_connections") == 1 }
      #expect(allowed.isActive)
      try await allowed.close()
    }
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
    ("2001:db8::9", "2001:db8:0:0"), ("::1", "0:0:0:0"), ("fe80::1:2:3:4", "fe80:0:0:0"),
  ])
  func anIPv6NetworkIsOneAddress(address: String, origin: String) throws {
    #expect(CaseAPI.origin(of: try SocketAddress(ipAddress: address, port: 1)) == origin)
  }

  @Test func requestsOverTheLimitAreToldToComeBack() async throws {
    let never = AsyncStream<Void>.makeStream()
    let busy = Signal(false)
    let api = try await TestAPI { services in
      services.requestLimit = 1
      services.timeLimit = .seconds(60)
      services.healthChecks = []
    }
    let held = Task {
      try await api.pool.withConnection { connection in
        try connection.execute(script: "begin; lock table case_party in access exclusive mode")
        busy.update { $0 = true }
        // Nothing is written before this ends.
        for await _ in never.stream {}
        try connection.execute(script: "rollback")
      }
    }
    try await busy.wait(for: "the lock") { $0 }
    let first = Task { try await api.send(.get, "/v1/casussen", as: TestAPI.counter) }
    try await waitFor("the first request") { api.metrics.exposition.contains("http_requests_in_flight 1\n") }
    let second = try await api.send(.get, "/v1/casussen", as: TestAPI.counter)
    #expect((second.status, second.isProblem) == (503, true))
    #expect(second.headers[.retryAfter] != nil)
    #expect(try await api.send(.get, "/health/live").status == 200)
    #expect(api.metrics.exposition.contains("http_limit_reached_total{limit=\"requests\"} 1"))
    never.continuation.finish()
    try await held.value
    #expect(try await first.value.status == 200)
  }
}
