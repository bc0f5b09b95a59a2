import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import HTTPTypes
import Hummingbird
import OrderedCollections
import Requests
import StoreBase
import StrictJSON

/// Commands: to start a case, and to one that is there. Both want an `Idempotency-Key`, so that a sender that got no
/// answer can ask again without a second effect.
struct CommandRoutes: Sendable {
  let door: CommandDoor
  let reader: CaseReader

  var routes: [Route] {
    [
      .post("/v1/casussen", start), .post("/v1/casussen/{id}/opdrachten", give),
      // The same with the name of the command in the address, so that each can be an operation with a body of its own.
      .post("/v1/beginopdrachten/{opdracht}", start),
      .post("/v1/casussen/{id}/opdrachten/{opdracht}", give),
    ]
  }

  @Sendable private func start(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let order = try await Order(request, starts: true, named: context.parameters.get("opdracht"))
    let target = Submission.Target.newCase(workflow: order.body.workflow)
    let answer = try await door.submit(order.submission(to: target, by: actor, context))
    // Workflows are no secret, unlike cases.
    if case .refused(.unknownCase) = answer {
      throw Problem.invalid(
        "werkstroom",
        "Deze werkstroom bestaat niet, of een casus begint er niet met deze opdracht.",
        code: Problem.unknownWorkflow
      )
    }
    let (headers, json) = try Self.accepted(answer)
    return Response(.created, json, headers: headers)
  }

  @Sendable private func give(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let order = try await Order(request, starts: false, named: context.parameters.get("opdracht"))
    let alias = try context.caseID()
    let answer = try await door.submit(order.submission(to: .alias(alias), by: actor, context))
    if case .refused(.unknownCase) = answer { throw try await reader.absence(of: alias, for: actor) }
    var (headers, json) = try Self.accepted(answer)
    headers[.location] = nil
    if order.body.child != nil, case .object(var members) = json {
      members["casus"] = await phase(of: alias, for: actor)
      json = .object(members)
    }
    return Response(.ok, json, headers: headers)
  }

  /// Where the case is now, which a command for a part of it may have changed; `null` when that is not for the sender. It is no
  /// part of the answer that is remembered.
  private func phase(of alias: UUID, for actor: Actor) async -> JSON {
    // The command was carried out; that reading it afterwards fails must not hide it.
    guard let view = try? await reader.view(alias, for: actor), view.isOpen else { return .null }
    return [
      "revisie": .integer(view.revision),
      "fase": .string(view.instance.state),
      "faseOmschrijving": JSON(view.machine.states[view.instance.state]?.label),
    ]
  }

  private static func accepted(_ answer: Answer) throws(Problem) -> (HTTPFields, JSON) {
    switch answer {
    case .accepted(let accepted):
      guard let alias = accepted.alias else { throw .unexpectedAnswer }
      // Where there is something to read.
      let folder = accepted.isReceipt ? "ontvangstbewijzen" : "casussen"
      return (
        [
          .location: "/v1/\(folder)/\(alias.uuidString.lowercased())", .eTag: EntityTag.text(accepted.revision),
        ],
        accepted.json
      )
    case .refused(let refusal): throw Problem(refusal)
    case .reusedID:
      throw Problem(
        .reusedKey,
        "Deze Idempotency-Key hoort bij een andere opdracht. Geef elke opdracht een eigen sleutel."
      )
    case .lapsed: throw .unexpectedAnswer
    }
  }
}

/// A command as it came in over HTTP, with all that is wrong with it said at once.
private struct Order {
  let body: CommandBody
  private let key: String
  /// The revisions that the sender may have seen; `nil` for every one.
  private let expected: Set<Int64>?

  init(_ request: Request, starts: Bool, named name: String?) async throws {
    _ = try request.query()
    body = CommandBody(try await request.json(), starts: starts, named: name)
    var faults = body.faults
    let key = IdempotencyKey(HTTPField.Name(IdempotencyKey.header).map { request.headers[values: $0] } ?? [])
    if key == nil { faults.append(.init(field: IdempotencyKey.header, message: IdempotencyKey.rule)) }
    switch EntityTag.condition(request.headers[values: .ifMatch]) {
    case .revisions(let revisions)? where !starts: expected = revisions
    case .revisions?, .any?: expected = nil
    case nil:
      expected = nil
      faults.append(.init(field: "If-Match", message: EntityTag.rule))
    }
    guard let key, faults.isEmpty else { throw Problem.invalid(faults) }
    self.key = key.text
  }

  func submission(to target: Submission.Target, by actor: Actor, _ context: APIContext) -> Submission {
    var submission = Submission(
      target: target,
      command: Command(
        cause: .command(name: body.command, by: actor),
        child: body.child,
        fields: body.fields,
        ground: body.ground,
        expectedRevisions: expected
      ),
      id: key
    )
    submission.trace = context.span
    return submission
  }
}

extension Problem {
  /// An answer to the clock, which does not come in here.
  fileprivate static let unexpectedAnswer = Problem(
    .internalFault,
    "De dienst gaf een antwoord dat niet bij de opdracht past."
  )
}

extension APIContext {
  /// The case's id in the address. One of another form is as unknown as one that was never given out.
  func caseID() throws(Problem) -> UUID {
    guard let id = parameters.get("id").flatMap({ UUID(uuidString: $0) }) else { throw .unknownCase }
    return id
  }
}
