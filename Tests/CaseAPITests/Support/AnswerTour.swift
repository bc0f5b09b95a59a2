import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import StoreBase
import Synchronization
import TestServices

/// Asks every address of the API for each of the answers that it can give, and keeps them.
///
/// Its parts are extensions, each by a subject. None expects anything: what was answered is held to the description as a whole.
struct AnswerTour: Sendable {
  struct Answer: Sendable {
    let method: String
    let address: String
    let reply: Reply
  }

  private final class Kept: Sendable { let answers = Mutex<[Answer]>([]) }

  let api: TestAPI
  private let kept = Kept()

  /// A service with administrators, an applicant that may begin a case, a note that recipients have to acknowledge, and names of cases.
  init() async throws {
    var workflow = try TermWorkflow.workflow().namingCases()
    workflow.machines["uitleen"]?.commands["aanvragen"]?.roles = ["balie", "aanvrager"]
    let notice = Transition.Notice(
      event: "gegevens-gewijzigd",
      roles: [],
      isForEveryone: true,
      asksAcknowledgement: true
    )
    workflow.machines["uitleen"]?.states["ontvangen"]?.on["noteren"] = [Transition(notices: [notice])]
    api = try await TestAPI(local: true, workflow: workflow)
    try await OrganisationStore(api.pool).register(
      Organisation(number: TestAPI.first.organisation, name: "Beheer", region: "oost", roles: TestAPI.first.roles),
      queue: "q.\(TestAPI.first.organisation)"
    )
  }

  var answers: [Answer] { kept.answers.withLock(\.self) }

  /// - Parameters:
  ///   - key: `nil` for a request without one.
  ///   - other: who is asked in place of ``api``.
  @discardableResult
  func ask(
    _ method: HTTPRequest.Method,
    _ address: String,
    as actor: Actor? = nil,
    body: String? = nil,
    key: String? = UUID().uuidString,
    headers: HTTPFields = [:],
    of other: TestAPI? = nil
  ) async throws -> Reply {
    var headers = headers
    headers[.idempotencyKey] = key
    if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
    let asked = other ?? api
    let reply: Reply
    if let actor {
      reply = try await asked.send(method, address, as: actor, body: body, headers: headers)
    } else {
      reply = try await asked.send(method, address, headers: headers, body: body)
    }
    keep(method, address, reply)
    return reply
  }

  /// The same as a system of an organisation's.
  @discardableResult
  func asSystem(
    of organisation: String,
    _ method: HTTPRequest.Method,
    _ address: String,
    body: String? = nil,
    headers: HTTPFields = [:],
    of other: TestAPI? = nil
  ) async throws -> Reply {
    let asked = other ?? api
    var claims = asked.issuer.claims
    (claims.sub, claims.client_id, claims.organisatie) = ("koppeling", "koppeling", organisation)
    var headers = headers
    headers[.authorization] = "Bearer \(try await asked.issuer.token(claims))"
    return try await ask(method, address, body: body, headers: headers, of: other)
  }

  /// What is read as a whole, and then once more with the tag that it had.
  @discardableResult
  func twice(_ address: String, as actor: Actor? = nil) async throws -> Reply {
    let first = try await ask(.get, address, as: actor)
    return try await ask(.get, address, as: actor, headers: [.ifNoneMatch: first.headers[.eTag] ?? ""])
  }

  private func keep(_ method: HTTPRequest.Method, _ address: String, _ reply: Reply) {
    kept.answers.withLock { $0.append(Answer(method: method.rawValue, address: address, reply: reply)) }
  }

  /// Holds all answers to docs/openapi.yaml.
  func report() async throws -> OpenAPIChecker.Report {
    try await OpenAPIChecker.report(
      answers.map { answer in
        try OpenAPIChecker.line(
          answer.method,
          answer.address,
          answer.reply.status,
          headers: answer.reply.headers.map { ($0.name.rawName, $0.value) },
          body: Data(answer.reply.text.utf8)
        )
      }
    )
  }
}
