import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// RabbitMQ's management API over HTTP.
struct ManagementClient: Sendable {
  private static let limit = TimeAmount.seconds(30)
  /// In bytes, of an answer or of one object of a list.
  private static let longestAnswer = 1 << 20

  /// It lives as long as the process. An address that does not answer is left for the next at once, and the one that asks tries again; the
  /// client would try to connect again by itself until the time is up.
  private static let client = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  private let access: BrokerAdministration.Access

  init(_ access: BrokerAdministration.Access) { self.access = access }

  func put(_ path: [String], _ body: some Encodable) async throws(BrokerAdministrationError) {
    try await check(send(.PUT, path, body: Self.json(body)), "PUT", path)
  }

  func post(_ path: [String], _ body: some Encodable) async throws(BrokerAdministrationError) {
    try await check(send(.POST, path, body: Self.json(body)), "POST", path)
  }

  /// - Parameter query: names and values that need no escaping.
  /// - Returns: `nil` when there is no such thing.
  func get<Value: Decodable>(
    _ path: [String],
    query: [String: String] = [:],
    as type: Value.Type = Value.self
  ) async throws(BrokerAdministrationError) -> Value? {
    let answer = try await send(.GET, path, query: query, body: nil)
    if answer.status == 404 { return nil }
    try check(answer, "GET", path)
    do { return try JSONDecoder().decode(type, from: Data(answer.body.readableBytesView)) } catch {
      throw BrokerAdministrationError(.refused(status: answer.status), "an answer that cannot be read: \(error)")
    }
  }

  /// Those objects of a list that fit, however long the list is: of this one, RabbitMQ gives no pages. None when there is no such list.
  func list<Value: Decodable>(
    _ path: [String],
    where fits: (Value) -> Bool
  ) async throws(BrokerAdministrationError) -> [Value] {
    let response = try await respond(.GET, path, body: nil)
    guard response.status == .ok else {
      let answer = try await Self.answer(response)
      if answer.status != 404 { try check(answer, "GET", path) }
      return []
    }
    var found: [Value] = []
    do {
      var objects = ListedObjects(longest: Self.longestAnswer)
      for try await part in response.body {
        for object in try objects.take(part.readableBytesView) {
          let value = try JSONDecoder().decode(Value.self, from: Data(object))
          if fits(value) { found.append(value) }
        }
      }
      guard objects.isComplete else { throw ListedObjects.Fault() }
    } catch let error where error is ListedObjects.Fault || error is DecodingError {
      throw BrokerAdministrationError(.refused(status: 200), "an answer that cannot be read: \(error)")
    } catch {
      throw BrokerAdministrationError(.unavailable, "\(error)")
    }
    return found
  }

  /// Nothing happens when there is no such thing.
  func delete(_ path: [String], headers: [(String, String)] = []) async throws(BrokerAdministrationError) {
    let answer = try await send(.DELETE, path, body: nil, headers: headers)
    if answer.status != 404 { try check(answer, "DELETE", path) }
  }

  private struct Answer {
    let status: Int
    let body: ByteBuffer

    /// Why it refused.
    var reason: String {
      struct Refusal: Decodable { let reason: String }
      // Without a reason in it, the status says enough.
      return (try? JSONDecoder().decode(Refusal.self, from: Data(body.readableBytesView)))?.reason ?? "no reason given"
    }
  }

  /// The error is about connections and limits; it does not repeat the request.
  private static func text(of error: any Error) -> String {
    error is HTTPParserError ? "what answers there does not speak HTTP" : "\(error)"
  }

  private func send(
    _ method: HTTPMethod,
    _ path: [String],
    query: [String: String] = [:],
    body: [UInt8]?,
    headers: [(String, String)] = []
  ) async throws(BrokerAdministrationError) -> Answer {
    try await Self.answer(respond(method, path, query: query, body: body, headers: headers))
  }

  private static func answer(_ response: HTTPClientResponse) async throws(BrokerAdministrationError) -> Answer {
    do {
      return Answer(status: Int(response.status.code), body: try await response.body.collect(upTo: longestAnswer))
    } catch {
      throw BrokerAdministrationError(.unavailable, "\(error)")
    }
  }

  /// Asks the servers in turn until one answers, whatever it answers: every request has the same effect when it is made twice.
  /// - Returns: the answer as far as its body, which is still to come.
  private func respond(
    _ method: HTTPMethod,
    _ path: [String],
    query: [String: String] = [:],
    body: [UInt8]?,
    headers: [(String, String)] = []
  ) async throws(BrokerAdministrationError) -> HTTPClientResponse {
    let asked = query.isEmpty ? "" : "?" + query.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "&")
    let place = "/api/" + path.map(Self.segment).joined(separator: "/") + asked
    var last = BrokerAdministrationError(.unavailable, "there is no address")
    for url in access.servers.inTurn where !Task.isCancelled {
      do {
        return try await Self.client.execute(request(method, url + place, body, headers), timeout: Self.limit)
      } catch {
        last = BrokerAdministrationError(.unavailable, Self.text(of: error))
        access.servers.leave(url)
      }
    }
    throw last
  }

  private func request(
    _ method: HTTPMethod,
    _ url: String,
    _ body: [UInt8]?,
    _ headers: [(String, String)]
  ) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.setBasicAuth(username: access.user, password: access.password)
    // RabbitMQ closes a connection that was quiet, and a request on its way then would fail; there are few of them.
    request.headers.add(name: "connection", value: "close")
    // Compressed, a list of users that are much alike is more than the client would take.
    request.headers.add(name: "accept-encoding", value: "identity")
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(body)
    }
    return request
  }

  private func check(_ answer: Answer, _ method: String, _ path: [String]) throws(BrokerAdministrationError) {
    guard !(200..<300).contains(answer.status) else { return }
    let detail = "\(method) /api/\(path.joined(separator: "/")): status \(answer.status), \(answer.reason)"
    switch answer.status {
    case 401, 403: throw BrokerAdministrationError(.notAllowed, detail)
    // The API answers 400 when a queue exists with other properties.
    case 400 where path.first == "queues": throw BrokerAdministrationError(.conflict, detail)
    default: throw BrokerAdministrationError(.refused(status: answer.status), detail)
    }
  }

  private static func json(_ body: some Encodable) throws(BrokerAdministrationError) -> [UInt8] {
    do { return [UInt8](try JSONEncoder().encode(body)) } catch {
      throw BrokerAdministrationError(.refused(status: 0), "a request that cannot be written")
    }
  }

  /// One segment of a path: RFC 3986's unreserved characters stay, so the virtual host `/` becomes `%2F`.
  private static func segment(_ text: String) -> String {
    let unreserved = CharacterSet(charactersIn: "-._~").union(.init(charactersIn: "a"..."z"))
      .union(.init(charactersIn: "A"..."Z")).union(.init(charactersIn: "0"..."9"))
    // Fails for halves of surrogate pairs only, which a Swift string does not have.
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
  }
}
