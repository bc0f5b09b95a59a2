import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import StrictJSON

/// The running service, asked over REST as anybody's program would.
///
/// It never goes to another address than the one that was named, for the token would go with it.
struct Service: Sendable {
  private static let usual = TimeAmount.seconds(60)
  /// A plan looks at every running case; the service gives up after ten minutes.
  static let plan = TimeAmount.minutes(11)
  /// A list of a million is ten thousand pages.
  private static let mostPages = 10_000
  private static let longestAnswer = JSONLimits(bytes: 16 << 20, depth: 16, values: 2_000_000)

  private let address: ServiceAddress
  private let token: String
  private let client: HTTPClient

  /// - Parameter caFile: certificates to trust instead of those of the machine.
  init(at address: ServiceAddress, token: String, caFile: String?) throws(Failure) {
    self.address = address
    self.token = token
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10))
    )
    // Whoever typed the command tries again; the client would do so by itself until the time is up.
    configuration.connectionPool.retryConnectionEstablishment = false
    if let caFile {
      var tls = TLSConfiguration.makeClientConfiguration()
      do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(caFile)) } catch {
        throw Failure("--ca-file: in \(caFile) staan geen certificaten (PEM) die te lezen zijn.")
      }
      configuration.tlsConfiguration = tls
    }
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func close() async throws { try await client.shutdown() }

  // MARK: - Asking

  /// - Parameter path: with its query, encoded.
  func get(_ path: String, within limit: TimeAmount = usual) async throws(Failure) -> Answer {
    try Answer(json(await send(.GET, path, within: limit)))
  }

  /// Asks for something to be done.
  /// - Parameter names: by which a fault in the body is told.
  func post(
    _ path: String,
    _ body: JSON? = nil,
    _ names: OptionNames = OptionNames(),
    within limit: TimeAmount = usual
  ) async throws(Failure) -> Answer {
    try Answer(json(await send(.POST, path, body, names, within: limit)))
  }

  func calendar(_ path: String) async throws(Failure) -> String {
    let text = String(buffer: try await send(.GET, path, accept: "text/calendar", within: Self.usual))
    // A proxy in between may have a page of its own to show.
    guard text.hasPrefix("BEGIN:VCALENDAR") else { throw notUnderstood }
    return text
  }

  /// The pages of a list, each as it comes.
  /// - Parameter most: so many pages are read; who has more to say is no service of ours.
  func pages(
    from path: String,
    within limit: TimeAmount = usual,
    upTo most: Int = mostPages,
    _ each: (Answer) throws -> Void
  ) async throws {
    var next: String? = path
    var asked = 0
    while let path = next {
      asked += 1
      guard asked <= most else { throw notUnderstood }
      let page = try await get(path, within: limit)
      try each(page)
      next = try page.optionalText("volgende")
      // Also an address on another host begins otherwise.
      guard next?.hasPrefix("/v1/") ?? true, next != path else { throw notUnderstood }
    }
  }

  // MARK: - Answers

  private func send(
    _ method: HTTPMethod,
    _ path: String,
    _ body: JSON? = nil,
    _ names: OptionNames = OptionNames(),
    accept: String = "application/json",
    within limit: TimeAmount
  ) async throws(Failure) -> ByteBuffer {
    var request = HTTPClientRequest(url: address.description + path)
    request.method = method
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    request.headers.add(name: "Accept", value: "\(accept), application/problem+json")
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body.text))
    }
    let (status, answer) = try await answer(to: request, within: limit)
    guard status != 200, status != 201 else { return answer }
    throw Failure(refusal: answer, status: status, of: address, names, Self.longestAnswer)
  }

  private func answer(
    to request: HTTPClientRequest,
    within limit: TimeAmount
  ) async throws(Failure) -> (status: Int, body: ByteBuffer) {
    do {
      return try await withThrowingTaskGroup(of: (Int, ByteBuffer).self) { group in
        defer { group.cancelAll() }
        group.addTask { [client] in
          let response = try await client.execute(request, timeout: limit)
          return (Int(response.status.code), try await response.body.collect(upTo: Self.longestAnswer.bytes))
        }
        // The client's own limit ends with the head of the answer.
        group.addTask {
          try await Task.sleep(for: .nanoseconds(limit.nanoseconds))
          throw HTTPClientError.deadlineExceeded
        }
        guard let answer = try await group.next() else { throw HTTPClientError.deadlineExceeded }
        return answer
      }
    } catch { throw Failure(lost: error, at: address, isQuestion: request.method == .GET) }
  }

  private func json(_ answer: ByteBuffer) throws(Failure) -> JSON {
    do { return try JSONReader.read(Array(answer.readableBytesView), within: Self.longestAnswer) } catch {
      throw notUnderstood
    }
  }

  private var notUnderstood: Failure {
    Failure("Wat op \(address) antwoordt, is geen dienst die dit programma begrijpt.")
  }
}
