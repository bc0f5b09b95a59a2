import CaseCore
import CaseReading
import DeadlineAdministration
import DutchMessages
import Hummingbird
import Requests
import StrictJSON

/// What is due in all cases of the reader's.
struct DeadlineRoutes: Sendable {
  let reader: CaseReader
  let settingsService: SettingsService
  let unreadable: UnreadableCaseLog

  /// How many deadlines end a page.
  static let page = 100
  /// How many cases are looked at for one page: a second of work at most, however few deadlines there are.
  static let mostCases = 2_000

  var routes: [Route] { [.get("/v1/termijnen", list)] }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try DeadlineQuery(request, by: actor, reader)
    if let role = query.filter.role, !actor.roles.contains(role) { try await requireKnown(role) }
    let page = try await reader.deadlines(
      for: actor,
      matching: query.filter,
      after: query.after,
      enough: Self.page,
      limit: Self.mostCases
    )
    unreadable.met(page.unreadable)
    return Response(
      .ok,
      [
        "termijnen": .array(page.deadlines.map(\.listed)),
        "nietLeesbaar": page.unreadable.json,
        "volgende": JSON(try page.next.map(query.address)),
      ]
    )
  }
  /// A role that is misspelt gives no empty list.
  private func requireKnown(_ role: String) async throws {
    guard let known = try await settingsService.roles(), !known.contains(role) else { return }
    throw Problem.invalid("rol", "Geen werkstroom kent deze rol.\(Spelling.hint(role, in: known))")
  }
}
