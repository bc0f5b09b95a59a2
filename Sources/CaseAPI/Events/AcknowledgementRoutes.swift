import CaseCore
import CaseReading
import Foundation
import Hummingbird
import Outbox
import Requests
import StrictJSON

/// What organisations have to acknowledge: a system of theirs does that, and whoever oversees a case sees who did.
struct AcknowledgementRoutes: Sendable {
  let reader: CaseReader
  let store: AcknowledgementStore

  /// How many are on one page.
  static let page = 500

  var routes: [Route] {
    [
      .put("/v1/gebeurtenissen/{id}/ontvangstbevestiging", forSystems: acknowledge),
      .get("/v1/casussen/{id}/ontvangstbevestigingen", list),
      .post("/v1/casussen/{id}/ontvangstbevestigingen/{gebeurtenis}/afsluiting", close),
    ]
  }

  @Sendable private func acknowledge(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response
  {
    _ = try request.query()
    guard let event = context.parameters.get("id").flatMap({ UUID(uuidString: $0) }),
      try await store.acknowledge(event, by: actor.organisation) != nil
    else { throw Problem.nothingToAcknowledge }
    return Response(.ok, ["gebeurtenis": .string(event.uuidString.lowercased())])
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let rule = "Moet de waarde zijn uit «volgende» van de vorige bladzijde."
    let after = try request.query(["na"]).value("na", rule) { UUID(uuidString: $0) }
    let alias = try context.caseID()
    let (all, directory) = try await all(of: alias, actor)
    // What is recorded later comes after all that there is: a place in the list stays the same.
    let later = after.map { last in all.drop { $0.event != last }.dropFirst() } ?? all[...]
    let shown = later.prefix(Self.page)
    let next = later.count > shown.count ? shown.last?.event : nil
    let address = "/v1/casussen/\(alias.uuidString.lowercased())/ontvangstbevestigingen"
    return Response(
      .ok,
      [
        "ontvangstbevestigingen": .array(shown.map { $0.json(directory) }),
        "volgende": JSON(next.map { "\(address)?na=\($0.uuidString.lowercased())" }),
      ]
    )
  }

  /// Whoever oversees the case ends what its recipient does not acknowledge itself. What was acknowledged, or ended, stays as it was.
  @Sendable private func close(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let alias = try context.caseID()
    let json = try await request.json()
    let reason = try BodyReader.read(json) { body in
      body.allowOnly(["reden"])
      return body.text("reden")
    }
    let key = try request.requestKey(json)
    let event = context.parameters.get("gebeurtenis").flatMap { UUID(uuidString: $0) }
    guard let event, try await all(of: alias, actor).0.contains(where: { $0.event == event }) else {
      throw Problem.nothingToAcknowledge
    }
    guard try await store.close(event, by: actor, reason: reason, under: key) else {
      throw Problem.nothingToAcknowledge
    }
    let (all, directory) = try await all(of: alias, actor)
    guard let closed = all.first(where: { $0.event == event }) else { throw Problem.nothingToAcknowledge }
    return Response(.ok, closed.json(directory))
  }

  private func all(of alias: UUID, _ actor: Actor) async throws -> ([Acknowledgement], Directory) {
    switch try await reader.acknowledgements(of: alias, for: actor) {
    case .all(let all, let directory): return (all, directory)
    case .notEntitled:
      throw Problem(.notEntitled, "Wie wat heeft bevestigd, ziet alleen wie toezicht houdt op de casus.")
    case nil: throw try await reader.absence(of: alias, for: actor)
    }
  }
}

extension Acknowledgement {
  fileprivate func json(_ directory: Directory) -> JSON {
    [
      "id": .string(event.uuidString.lowercased()),
      "organisatie": .string(organisation),
      "naam": JSON(directory.organisations[organisation]?.name),
      "gebeurtenis": .string(type),
      "revisie": .integer(revision),
      "vastgelegdTijdstip": .string(recordedAt.description),
      "herinneringen": .integer(Int64(reminders)),
      "laatstVerteldTijdstip": .string(toldAt.description),
      "bereikbaar": .bool(reach == .reachable),
      "bevestigdTijdstip": JSON(acknowledgedAt?.description),
      "afgeslotenTijdstip": JSON(closedAt?.description),
    ]
  }
}
