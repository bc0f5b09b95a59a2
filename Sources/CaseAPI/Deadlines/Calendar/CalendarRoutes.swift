import CaseCore
import CaseReading
import Foundation
import Hummingbird
import OrderedCollections
import Requests
import StrictJSON

/// Calendars: for whoever has a token, and at addresses that people made for their calendar programs, which cannot send one.
struct CalendarRoutes: Sendable {
  let feed: DeadlineFeed
  let feeds: CalendarFeedStore
  /// Where people reach the service.
  let url: String

  private static let addresses = "/v1/agenda-adressen"
  private static let byAddress = "/v1/agenda"

  var routes: [Route] {
    [
      Route(method: .get, path: "/v1/termijnen/agenda", produces: MediaType.calendar, handler: .known(ofRole)),
      .get("\(Self.byAddress)/{geheim}", produces: MediaType.calendar, open: atAddress),
      .get(Self.addresses, list),
      .post(Self.addresses, make),
      Route(method: .delete, path: "\(Self.addresses)/{id}", handler: .known(revoke)),
    ]
  }

  // MARK: - Calendars

  @Sendable private func ofRole(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let role = try request.query(["rol"]).name("rol")
    guard let role else { throw Problem.invalid("rol", "Noem de rol waarvan u de termijnen vraagt.") }
    guard let response = try await calendar(for: actor, role: role, request) else { throw Problem.roleNotHeld }
    return response
  }

  @Sendable private func atAddress(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try request.query()
    let secret = context.parameters.get("geheim") ?? ""
    guard let actor = try await feeds.use(secret), let role = actor.roles.first,
      let response = try await calendar(for: actor, role: role, request)
    else { throw Problem(.notFound, "Dit agenda-adres bestaat niet, of is verlopen of ingetrokken.") }
    return response
  }

  private func calendar(for actor: Actor, role: String, _ request: Request) async throws -> Response? {
    let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.map(Self.tag)
    guard let answer = try await feed.answer(for: actor, role: role, known: known) else { return nil }
    switch answer {
    case .unchanged(let tag): return Response(status: .notModified, headers: Self.headers(tag))
    case .calendar(let text, let tag):
      var headers = Self.headers(tag)
      headers[.contentType] = "\(MediaType.calendar); charset=utf-8"
      return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
  }

  /// A program may keep a calendar, for itself alone, and asks each time whether it still is the one.
  private static func headers(_ tag: String) -> HTTPFields {
    [.eTag: "\"\(tag)\"", .cacheControl: "private, no-cache"]
  }

  /// What is between the quotes; a proxy that compresses makes a weak tag of a strong one.
  private static func tag(_ text: Substring) -> String {
    let tag = text.drop { $0 == " " }
    return String((tag.hasPrefix("W/") ? tag.dropFirst(2) : tag).filter { $0 != "\"" && $0 != " " })
  }

  // MARK: - Addresses

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    return Response(.ok, ["adressen": .array(try await feeds.all(of: actor).map(\.json))])
  }

  @Sendable private func make(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let json = try await request.json()
    let role = try BodyReader.read(json) { body in
      body.allowOnly(["rol"])
      return body.name("rol")
    }
    let key = try request.requestKey(json)
    guard actor.roles.contains(role) else { throw Problem.roleNotHeld }
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    let made = try await feeds.make(for: actor, role: role, under: key) { feed, secret in
      Data(Self.json(feed, at: "\(base)\(Self.byAddress)/\(secret)").text.utf8)
    }
    guard let made else {
      throw Problem(.notNow, "U hebt al \(CalendarFeedStore.most) agenda-adressen. Trek er eerst een in.")
    }
    // As it was sent the first time.
    let headers: HTTPFields = [.contentType: MediaType.json]
    return Response(status: .created, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: made)))
  }

  private static func json(_ feed: CalendarFeed, at address: String) -> JSON {
    guard case .object(var members) = feed.json else { return feed.json }
    members["adres"] = .string(address)
    return .object(members)
  }

  @Sendable private func revoke(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let key = try request.requestKey()
    guard let id = context.parameters.get("id").flatMap({ UUID(uuidString: $0) }),
      try await feeds.revoke(id, of: actor, under: key)
    else { throw Problem(.notFound, "U hebt geen agenda-adres met dit id.") }
    return Response(status: .noContent)
  }
}

extension CalendarFeed {
  fileprivate var json: JSON {
    [
      "id": .string(id.uuidString.lowercased()),
      "rol": .string(role),
      "gemaaktTijdstip": .string(madeAt.description),
      "geldigTotTijdstip": .string(validUntil.description),
      "laatstGebruiktTijdstip": JSON(lastUsedAt?.description),
    ]
  }
}

extension Problem {
  fileprivate static let roleNotHeld = Problem(.notEntitled, "Uw toegangstoken heeft deze rol niet.")
}

extension MediaType {
  static let calendar = "text/calendar"
}
