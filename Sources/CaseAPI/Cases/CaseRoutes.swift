import CaseCore
import CaseStore
import Foundation
import Hummingbird
import Requests
import StrictJSON

/// Reading cases.
struct CaseRoutes: Sendable {
  let reader: CaseReader
  let unreadable: UnreadableCaseLog

  /// How many cases or entries are looked at for one page.
  static let page = 100

  var routes: [Route] {
    [
      .get("/v1/casussen", list),
      .get("/v1/casussen/{id}", one),
      .get("/v1/casussen/{id}/journaal", journal),
      .get("/v1/casussen/{id}/mogelijkheden", possibilities),
    ]
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let list = "/v1/casussen"
    let after = try request.query(["na"]).value("na", ListAddress.placeRule) { text in
      reader.position(text, for: actor, in: [list])
    }
    let page = try await reader.page(for: actor, after: after, limit: Self.page)
    unreadable.met(page.unreadable)
    let place = try page.next.map { last in try reader.place(after: last, for: actor, in: [list]) }
    return Response(
      .ok,
      [
        "casussen": .array(page.cases.map(\.summary)),
        "nietLeesbaar": page.unreadable.json,
        "volgende": JSON(place.map { ListAddress.text(list, [("na", $0)]) }),
      ]
    )
  }

  @Sendable private func one(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let alias = try context.caseID()
    guard let (view, fields) = try await reader.detailed(alias, for: actor) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    return Response(.ok, view.json(children: fields), headers: [.eTag: EntityTag.text(view.instance.revision)])
  }

  @Sendable private func journal(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let after = try request.query(["na"]).value("na", "Moet een revisie zijn.") { text in
      Int64(text).flatMap { $0 >= 0 ? $0 : nil }
    }
    let alias = try context.caseID()
    guard let journal = try await reader.journal(alias, for: actor, after: after ?? 0, limit: Self.page) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    unreadable.met([journal.unreadable].compactMap(\.self))
    let address = "/v1/casussen/\(alias.uuidString.lowercased())/journaal"
    return Response(
      .ok,
      [
        "vermeldingen": .array(journal.entries.map { $0.json(in: journal) }),
        "volgende": JSON(journal.next.map { "\(address)?na=\($0)" }),
      ]
    )
  }

  @Sendable private func possibilities(
    _ request: Request,
    _ context: APIContext,
    _ actor: Actor
  ) async throws -> Response {
    let view = try await view(request, context, actor)
    return Response(
      .ok,
      [
        "revisie": .integer(view.instance.revision),
        "mogelijkheden": .array(view.possibilities.map { $0.json(in: view) }),
      ],
      headers: [.eTag: EntityTag.text(view.instance.revision)]
    )
  }

  private func view(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> CaseView {
    _ = try request.query()
    let alias = try context.caseID()
    guard let view = try await reader.view(alias, for: actor) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    return view
  }
}
