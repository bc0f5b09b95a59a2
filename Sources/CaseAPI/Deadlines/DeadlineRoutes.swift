import CaseCore
import CaseStore
import Hummingbird
import Requests
import StrictJSON

/// What is due in all cases of the reader's.
struct DeadlineRoutes: Sendable {
  let reader: CaseReader
  /// Where people reach the service.
  let url: String

  /// How many deadlines end a page.
  static let page = 100
  /// How many cases are looked at for one page: a second of work at most, however few deadlines there are.
  static let mostCases = 2_000

  var routes: [Route] {
    [
      .get("/v1/termijnen", list),
      Route(method: .get, path: "/v1/termijnen/agenda", produces: MediaType.calendar, handler: .known(feed)),
    ]
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try DeadlineQuery(request)
    let page = try await reader.deadlines(
      for: actor,
      matching: query.filter,
      after: query.after,
      enough: Self.page,
      limit: Self.mostCases
    )
    return Response(
      .ok,
      [
        "termijnen": .array(page.deadlines.map(\.listed)),
        "volgende": JSON(page.next.map(query.address)),
      ]
    )
  }

  @Sendable private func feed(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let role = try request.query(["rol"]).name("rol")
    guard let role else { throw Problem.invalid("rol", "Noem de rol waarvan u de termijnen vraagt.") }
    guard let text = try await DeadlineFeed(reader: reader, url: url).text(for: actor, role: role) else {
      throw Problem(.notEntitled, "Uw toegangstoken heeft deze rol niet.")
    }
    return Response(
      status: .ok,
      headers: [.contentType: "\(MediaType.calendar); charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text))
    )
  }
}

extension MediaType {
  static let calendar = "text/calendar"
}
