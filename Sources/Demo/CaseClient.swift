import AsyncHTTPClient
import CaseCore
import Development
package import Foundation
import NIOCore
import NIOHTTP1
import Server
import StrictJSON

/// Talks to the service as a clerk's system would: over HTTP, with a token.
struct CaseClient: Sendable {
  /// What of a case the demonstration looks at.
  struct CaseState {
    let state: String?
    /// When its deadlines are due.
    let deadlines: [Instant]
  }

  private let url: String
  private let tokens: LocalTokens
  private let observer: @Sendable (RESTAnswer) -> Void

  init(url: String, settings: Settings, observer: @escaping @Sendable (RESTAnswer) -> Void) throws {
    self.url = url
    self.observer = observer
    tokens = try LocalTokens(settings)
  }

  /// Gives a command.
  func give(_ command: CommandRequest) async throws -> CommandAnswer {
    let path = command.subject.map { "/v1/casussen/\($0)/opdrachten" } ?? "/v1/casussen"
    let (status, data) = try await call(.POST, path, giving: command, as: command.person)
    // Whatever is wrong with it, it is shown as it is.
    guard let json = try? JSONReader.read(Array(data)) else {
      throw DemoFailure("a command is answered with \(status): \(String(decoding: data, as: UTF8.self))")
    }
    guard status < 300 else { return .refused(.init(problem: json)) }
    return .accepted(try .init(json))
  }

  /// Reads a case; `nil` when it is unknown, or no longer there to be read.
  func read(_ id: String, as actor: Actor) async throws -> CaseState? {
    let (status, data) = try await call(.GET, "/v1/casussen/\(id)", as: actor)
    if status == 404 { return nil }
    guard status == 200 else { throw DemoFailure("GET of a case gives \(status)") }
    let view = try JSONDecoder().decode(View.self, from: data)
    return CaseState(
      state: view.fase,
      deadlines: try (view.termijnen + view.onderdelen.flatMap(\.termijnen)).compactMap(\.uiterlijkTijdstip)
        .map { try Instant(rfc3339: $0) }
    )
  }

  private func call(
    _ method: HTTPMethod,
    _ path: String,
    giving command: CommandRequest? = nil,
    as actor: Actor
  ) async throws -> (Int, Data) {
    var request = HTTPClientRequest(url: url + path)
    request.method = method
    let token = try await tokens.make(
      subject: actor.subject,
      organisation: actor.organisation,
      roles: actor.roles.sorted(),
      minutes: 5,
      acr: actor.authentication.min()
    )
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let command {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.headers.add(name: "Idempotency-Key", value: command.id.uuidString.lowercased())
      request.body = .bytes(ByteBuffer(string: command.body.text))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let answer = try await response.body.collect(upTo: 1 << 20)
    let (status, data) = (Int(response.status.code), Data(answer.readableBytesView))
    observer(
      RESTAnswer(
        method: method.rawValue,
        path: path,
        status: status,
        headers: response.headers.map { ($0.name, $0.value) },
        body: data
      )
    )
    return (status, data)
  }

  private struct View: Decodable {
    struct Deadline: Decodable {
      /// None while it stands still.
      let uiterlijkTijdstip: String?
    }

    struct Child: Decodable {
      let termijnen: [Deadline]
    }

    let fase: String?
    let termijnen: [Deadline]
    let onderdelen: [Child]
  }
}

/// What the service answered to one request over HTTP.
package struct RESTAnswer: Sendable {
  package let method: String
  /// With its query.
  package let path: String
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: Data
}
