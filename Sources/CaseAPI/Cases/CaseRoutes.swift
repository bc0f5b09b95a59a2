import CaseCore
import CaseReading
import DeadlineAdministration
import DutchMessages
import Foundation
import Hummingbird
import Requests
import StrictJSON

/// Reading cases.
struct CaseRoutes: Sendable {
  let reader: CaseReader
  let settingsService: SettingsService
  let unreadable: UnreadableCaseLog

  /// How many cases or entries are read for one page.
  static let page = 100

  var routes: [Route] {
    [
      .get("/v1/casussen", list),
      .get("/v1/casussen/{id}", one),
      .get("/v1/casussen/{id}/journaal", journal),
      .get("/v1/casussen/{id}/mogelijkheden", availableCommands),
      .get("/v1/casussen/{id}/verwijzingen", references),
      .post("/v1/casussen/zoeken", search),
    ]
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try CaseQuery(request)
    let (cases, failed, place) = query.asksForAll ? try await all(query, actor) : try await selected(query, actor)
    unreadable.met(failed)
    return Response(
      .ok,
      [
        "casussen": .array(cases.map(\.listed)),
        "nietLeesbaar": failed.json,
        "volgende": JSON(place.map { ListAddress.text(CaseQuery.list, query.parameters + [("na", $0)]) }),
      ]
    )
  }

  private typealias Page = (cases: [CaseView], unreadable: [UnreadableCase], next: String?)

  private func all(_ query: CaseQuery, _ actor: Actor) async throws -> Page {
    let after = try query.after.map { text in
      guard let position = reader.position(text, for: actor, in: query.question) else {
        throw InvalidRequest("na", ListAddress.placeRule)
      }
      return position
    }
    let page = try await reader.page(for: actor, after: after, limit: Self.page)
    let next = try page.next.map { last in try reader.place(after: last, for: actor, in: query.question) }
    return (page.cases, page.unreadable, next)
  }

  private func selected(_ query: CaseQuery, _ actor: Actor) async throws -> Page {
    var faults = query.filter.isEmpty ? [] : query.faults(in: try await settingsService.followed())
    let after = query.after.flatMap { reader.listPlace($0, for: actor, in: query.question) }
    if query.after != nil, after == nil { faults.append(.init(field: "na", message: ListAddress.placeRule)) }
    guard faults.isEmpty else { throw InvalidRequest(faults) }
    let list = try await reader.list(query.filter, by: query.order, for: actor, after: after, limit: Self.page)
    let next = try list.next.map { last in try reader.place(last, for: actor, in: query.question) }
    return (list.cases, list.unreadable, next)
  }

  @Sendable private func one(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let alias = try context.caseID()
    guard let (view, fields) = try await reader.detailed(alias, for: actor) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    // Always sent, whatever the sender has: what is shown depends on the sender's roles and on the directory too, and the tag is the
    // revision, for `If-Match`.
    return Response(
      .ok,
      view.json(children: fields, isForPeople: context.asker == nil),
      headers: [.eTag: EntityTag.text(view.revision)]
    )
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

  @Sendable private func availableCommands(
    _ request: Request,
    _ context: APIContext,
    _ actor: Actor
  ) async throws -> Response {
    let view = try await view(request, context, actor)
    return Response(
      .ok,
      [
        "revisie": .integer(view.revision),
        "mogelijkheden": .array(view.availableCommands.map { $0.json(in: view) }),
      ],
      headers: [.eTag: EntityTag.text(view.revision)]
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
