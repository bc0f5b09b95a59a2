import AsyncHTTPClient
import CaseCore
import Development
import Foundation
import NIOCore
import NIOHTTP1
import Server

/// Talks to the service as a clerk's system would: over HTTP, with a token.
struct CaseClient: Sendable {
  enum Answer {
    case accepted(state: String)
    case refused(Refused)
  }

  /// A refusal as it is told over HTTP.
  struct Refused: CustomStringConvertible {
    let status: Int
    let detail: String
    /// The fields that are wrong.
    var fields: Set<String> = []

    var description: String { "(\(status)): \(detail)" }
  }

  /// What of a case the demonstration looks at.
  struct CaseState {
    let state: String?
    /// When its deadlines are due.
    let deadlines: [Instant]
  }

  private let url: String
  private let tokens: LocalTokens

  init(url: String, settings: Settings) throws {
    self.url = url
    tokens = try LocalTokens(settings)
  }

  /// Gives a command.
  /// - Parameters:
  ///   - id: the case's id for the sender; `nil` makes a case.
  ///   - fields: as JSON values.
  func give(
    _ name: String,
    child: String?,
    to id: String?,
    workflow: String,
    fields: [String: Any],
    ground: String?,
    as actor: Actor
  ) async throws -> Answer {
    var body: [String: Any] = ["opdracht": name, "velden": fields]
    body["grondslag"] = ground
    body["onderdeel"] = child
    if id == nil { body["werkstroom"] = workflow }
    let path = id.map { "/v1/casussen/\($0)/opdrachten" } ?? "/v1/casussen"
    let json = try JSONSerialization.data(withJSONObject: body)
    let (status, data) = try await call(.POST, path, body: json, as: actor)
    // What is not an acceptance is a refusal, read below.
    if let accepted = try? JSONDecoder().decode(Accepted.self, from: data), status < 300 {
      return .accepted(state: accepted.fase)
    }
    // An answer of another form is shown as it is.
    let problem = try? JSONDecoder().decode(Problem.self, from: data)
    return .refused(
      Refused(
        status: status,
        detail: problem?.text ?? String(decoding: data, as: UTF8.self),
        fields: Set((problem?.fouten ?? []).map(\.veld))
      )
    )
  }

  /// Reads a case; `nil` when it is unknown, or no longer there to be read.
  func read(_ id: String, as actor: Actor) async throws -> CaseState? {
    let (status, data) = try await call(.GET, "/v1/casussen/\(id)", body: nil, as: actor)
    if status == 404 { return nil }
    guard status == 200 else { throw DemoFailure("GET of a case gives \(status)") }
    let view = try JSONDecoder().decode(View.self, from: data)
    return CaseState(
      state: view.fase,
      deadlines: try (view.termijnen + view.onderdelen.flatMap(\.termijnen)).compactMap(\.uiterlijkTijdstip)
        .map { try Instant(rfc3339: $0) }
    )
  }

  private func call(_ method: HTTPMethod, _ path: String, body: Data?, as actor: Actor) async throws -> (Int, Data) {
    var request = HTTPClientRequest(url: url + path)
    request.method = method
    let token = try await tokens.make(
      subject: actor.subject,
      organisation: actor.organisation,
      roles: actor.roles.sorted(),
      minutes: 5
    )
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.headers.add(name: "Idempotency-Key", value: UUID().uuidString)
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let answer = try await response.body.collect(upTo: 1 << 20)
    return (Int(response.status.code), Data(answer.readableBytesView))
  }

  private struct Accepted: Decodable {
    let fase: String
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

  private struct Problem: Decodable {
    struct Fault: Decodable {
      let veld: String
      let melding: String
    }

    let detail: String
    let regels: [String]?
    let fouten: [Fault]?

    var text: String {
      let more = (regels ?? []) + (fouten ?? []).map(\.melding)
      return more.isEmpty ? detail : more.joined(separator: " ")
    }
  }
}
