import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import StrictJSON

/// The commands of `DoorLoad` over REST: HTTP/1.1 over TLS, each connection with one command at a time.
struct HTTPLoad {
  private let client: HTTPClient
  private let url: String
  private let token: String
  private static let body = ByteBuffer(
    string: (["opdracht": "note", "velden": ["text": .string(BenchmarkWorkflow.text)]] as JSON).text
  )

  /// - Parameters:
  ///   - port: of the service on `localhost`.
  ///   - connections: the most there will be.
  init(port: Int, token: String, certificate: String, connections: Int) throws {
    var configuration = HTTPClient.Configuration()
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    // Nothing but this service is to be trusted, and by its name.
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificate))
    configuration.tlsConfiguration = tls
    configuration.dnsOverride = ["localhost": "127.0.0.1"]
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    url = "https://localhost:\(port)/v1/casussen"
    self.token = token
  }

  /// Gives commands on random cases until `end`, so many at a time.
  func run(on cases: [UUID], inFlight: Int, until end: ContinuousClock.Instant) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<inFlight {
        group.addTask {
          while ContinuousClock.now < end, let alias = cases.randomElement() { try await give(on: alias) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func give(on alias: UUID) async throws {
    var request = HTTPClientRequest(url: "\(url)/\(alias.uuidString.lowercased())/opdrachten")
    request.method = .POST
    request.headers = [
      "Authorization": "Bearer \(token)", "Content-Type": "application/json", "Idempotency-Key": UUID().uuidString,
    ]
    request.body = .bytes(Self.body)
    let response = try await client.execute(request, timeout: .seconds(60))
    let answer = try await response.body.collect(upTo: 1 << 20)
    guard response.status == .ok else {
      throw BenchmarkError.notWhatWasAsked("\(response.status.code): \(String(buffer: answer))")
    }
  }

  func close() async throws { try await client.shutdown() }
}
