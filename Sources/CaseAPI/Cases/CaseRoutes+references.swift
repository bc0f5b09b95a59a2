import CaseCore
import CaseReading
import Foundation
import Hummingbird
import OrderedCollections
import Requests
import StrictJSON

/// From one case to another: by a reference, and by what people call a case.
extension CaseRoutes {
  /// How many cases are read for one page: of each its journal.
  private static let referringPage = 20

  @Sendable func references(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let alias = try context.caseID()
    let address = "/v1/casussen/\(alias.uuidString.lowercased())/verwijzingen"
    let after = try request.query(["na"]).value("na", ListAddress.placeRule) { text in
      reader.position(text, for: actor, in: [address])
    }
    guard let page = try await reader.references(to: alias, for: actor, after: after, limit: Self.referringPage) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    let next = try page.next.map { last in try reader.place(after: last, for: actor, in: [address]) }
    return Response(
      .ok,
      [
        "verwijzingen": .array(page.cases.map(\.json)),
        "volgende": JSON(next.map { ListAddress.text(address, [("na", $0)]) }),
      ]
    )
  }

  /// The text is in the body: an address is in the logs of all that it passes.
  @Sendable func search(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let text = try await BodyReader.read(request.json()) { body -> String? in
      body.allowOnly(["kenmerk"])
      return body.required("kenmerk", "Moet tekst zijn.") { if case .string(let text) = $0 { text } else { nil } }
    }
    guard let alias = try await reader.alias(ofCaseNamed: CaseName.read(text), for: actor) else {
      throw Problem(.notFound, "Er is geen casus met dit kenmerk, of u hebt er geen toegang toe.")
    }
    return Response(.ok, ["id": .string(alias.uuidString.lowercased())])
  }
}

extension ReferringCase {
  fileprivate var json: JSON {
    guard case .object(var members) = view.listed else { return .null }
    members["veld"] = CaseView.keyed(field, label)
    return .object(members)
  }
}
