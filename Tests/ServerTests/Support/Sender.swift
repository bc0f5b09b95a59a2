import AsyncHTTPClient
import Development
import Foundation
import NIOCore
import NIOHTTP1
import Server

/// A partner's system that gives commands over HTTP.
struct Sender: Sendable {
  let organisation: String
  private let token: String

  /// One answer of the service.
  struct Reply: Sendable {
    let status: Int
    let contentType: String
    /// In one text, all of them.
    var headers = ""
    let body: Data

    /// A definite answer: sending the same again cannot change it.
    var isDefinite: Bool { (200..<500).contains(status) }
  }

  /// What an accepted command is answered with.
  struct Accepted: Decodable, Hashable, Sendable {
    let id: String
    let revisie: Int
    let fase: String
  }

  init(_ organisation: String, token: String) {
    self.organisation = organisation
    self.token = token
  }

  init(_ organisation: String, role: String, tokens: LocalTokens) async throws {
    try await self.init(organisation, roles: [role], tokens: tokens)
  }

  init(_ organisation: String, roles: [String], subject: String = "proef", tokens: LocalTokens) async throws {
    self.organisation = organisation
    token = try await tokens.make(subject: subject, organisation: organisation, roles: roles, minutes: 60)
  }

  /// Gives a command once.
  /// - Parameters:
  ///   - url: of the instance.
  ///   - id: the case's id; `nil` starts a case.
  func send(_ body: Data, to id: String?, at url: String, key: String, limit: TimeAmount = .seconds(20))
    async throws -> Reply
  {
    let address = url + (id.map { "/v1/casussen/\($0)/opdrachten" } ?? "/v1/casussen")
    return try await answer(address, posting: body, key: key, limit: limit)
  }

  /// What is answered at an address.
  /// - Parameter body: JSON; without it something is asked for.
  func answer(_ address: String, posting body: Data? = nil, key: String? = nil, limit: TimeAmount = .seconds(20))
    async throws -> Reply
  {
    var request = HTTPClientRequest(url: address)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let body {
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    let response = try await HTTPClient.shared.execute(request, timeout: limit)
    let answer = try await response.body.collect(upTo: 16 << 20)
    return Reply(
      status: Int(response.status.code),
      contentType: response.headers.first(name: "Content-Type") ?? "",
      headers: response.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"),
      body: Data(answer.readableBytesView)
    )
  }

  /// Gives a command that has to be accepted.
  func give(_ body: Data, to id: String? = nil, at url: String) async throws -> Accepted {
    let reply = try await send(body, to: id, at: url, key: UUID().uuidString)
    guard reply.status < 300 else {
      throw NotAccepted(status: reply.status, body: String(decoding: reply.body, as: UTF8.self))
    }
    return try JSONDecoder().decode(Accepted.self, from: reply.body)
  }

  /// What the organisation reads at an address.
  func read(_ path: String, at url: String) async throws -> String {
    String(decoding: try await answer(url + path).body, as: UTF8.self)
  }

  struct NotAccepted: Error {
    let status: Int
    let body: String
  }
}

/// Commands of the casework, as bodies of a request. Those of the frozen one: where a test gives them in the shipped one too, a new version
/// that no longer takes them changes them here.
enum Body {
  static func signal(to organisation: String) -> Data {
    Data(
      """
      {"werkstroom": "pga-radicalisering", "opdracht": "signaal-registreren", "velden": {"gedraging": "Proef.", \
      "datum": "2026-01-05", "fenomeen": "onbekend", "kanaal": "ander", "ontvanger": "\(organisation)"}}
      """.utf8
    )
  }

  static let addition = Data(#"{"opdracht": "signaal-aanvullen", "velden": {"aanvulling": "Proef."}}"#.utf8)

  static func toWeighing(of municipality: String) -> Data {
    Data(
      """
      {"opdracht": "naar-weging", "velden": {"gemeente-van-verblijf": "\(municipality)", "controle": "Nagegaan."}}
      """.utf8
    )
  }

  static let newSignal = Data(
    """
    {"opdracht": "nieuw-signaal", "velden": {"gedraging": "Proef.", "datum": "2026-01-05", "kanaal": "ander"}}
    """.utf8
  )
}
