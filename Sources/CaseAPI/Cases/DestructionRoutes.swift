import CaseCore
import CaseReading
import Foundation
import Hummingbird
import OrderedCollections
import Requests
import StrictJSON

/// What is left of cases whose content was destroyed.
struct DestructionRoutes: Sendable {
  let reader: CaseReader

  private static let page = 100

  var routes: [Route] {
    [.get("/v1/vernietigingen", list), .get("/v1/vernietigingen/{id}", one)]
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let after = try request.query(["na"]).value(
      "na",
      "Moet de waarde zijn uit «volgende» van de vorige bladzijde."
    ) { UUID(uuidString: $0) }
    let (page, hasMore) = try await reader.destructions(for: actor, after: after, limit: Self.page)
    // The last one is shown to the reader, so its id tells nothing new.
    let next = hasMore ? page.last.map { "/v1/vernietigingen?na=\($0.alias.uuidString.lowercased())" } : nil
    return Response(.ok, ["vernietigingen": .array(page.map(\.json)), "volgende": JSON(next)])
  }

  @Sendable private func one(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    guard let view = try await reader.destruction(try context.caseID(), for: actor) else {
      throw Problem(.notFound, "Deze verklaring van vernietiging bestaat niet, of u hebt er geen toegang toe.")
    }
    return .one(view.json, for: request)
  }
}

extension CaseReader {
  /// Why a case is not to be read: it was destroyed, as those learn who may know that, or nobody can tell.
  func absence(of alias: UUID, for actor: Actor) async throws -> Problem {
    guard let record = try await destruction(alias, for: actor) else { return .unknownCase }
    var problem = Problem(
      .destroyed,
      "De inhoud van deze casus is vernietigd. Wat daarvan is vastgelegd, staat onder «vernietiging»."
    )
    problem.extra["vernietiging"] = record.json
    return problem
  }
}
