import CaseCore
import CaseReading
import Foundation
import Hummingbird
import Requests
import StrictJSON

/// Who was told what of a case, for whoever oversees it.
struct DisclosureRoutes: Sendable {
  let reader: CaseReader

  var routes: [Route] { [.get("/v1/casussen/{id}/verstrekkingen", list)] }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let after = try request.query(["na"]).value("na", "Moet een revisie zijn.") { text in
      Int64(text).flatMap { $0 >= 0 ? $0 : nil }
    }
    let alias = try context.caseID()
    switch try await reader.disclosures(of: alias, for: actor, after: after ?? 0) {
    case .page(let page, let view):
      let address = "/v1/casussen/\(alias.uuidString.lowercased())/verstrekkingen"
      return Response(
        .ok,
        [
          "verstrekkingen": .array(page.disclosures.map { $0.json(in: view) }),
          "verwijderd": .array(page.removed.map(\.json)),
          "volgende": JSON(page.next.map { "\(address)?na=\($0)" }),
        ]
      )
    case .notEntitled:
      throw Problem(.notEntitled, "Wie wat is verteld, ziet alleen wie toezicht houdt op de casus.")
    case nil: throw try await reader.absence(of: alias, for: actor)
    }
  }
}

extension Disclosure {
  fileprivate func json(in view: CaseView) -> JSON {
    [
      "organisatie": .string(organisation),
      "naam": JSON(view.directory.organisations[organisation]?.name),
      "rollen": .array(roles.map(view.role)),
      "gebeurtenis": .string(event),
      "revisie": .integer(revision),
      "grondslag": view.ground(ground),
      "vastgelegdTijdstip": .string(recordedAt.description),
      "bevestigd": .bool(isConfirmed),
      "bevestigdTijdstip": JSON(confirmedAt?.description),
    ]
  }
}

extension RemovedDisclosures {
  fileprivate var json: JSON {
    ["revisie": .integer(revision), "vastgelegdTijdstip": .string(recordedAt.description)]
  }
}
