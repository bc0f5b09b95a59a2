import CaseCore
import Hummingbird
import Outbox
import Requests
import StoreBase
import StrictJSON

/// What an organisation was told over its queue, for a system of its that lost some of it. Not for people: events name cases by
/// the organisation, and a person may know fewer of them.
struct EventRoutes: Sendable {
  let history: EventHistory

  private static let path = "/v1/gebeurtenissen"
  /// In bytes of JSON: with what is around it, a page fits an answer over the queue.
  private static let largestPage = 96 * 1024

  var routes: [Route] {
    [.get(Self.path, forSystems: true, events), .get(Self.path + "/stand", forSystems: true, standing)]
  }

  @Sendable private func standing(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    guard let standing = try await history.standing(of: actor.organisation) else {
      throw Problem(.notFound, "Uw organisatie ontvangt geen gebeurtenissen.")
    }
    return .one(
      [
        "tijdperk": .string(standing.epoch.name), "tijdperkbegin": .string(String(standing.epoch.start)),
        "laatste": .integer(standing.last), "oudste": standing.oldest.map(JSON.integer) ?? .null,
        "tijdperken": .array((standing.former + [standing.epoch]).map(Self.json)),
      ],
      for: request
    )
  }

  /// The number is a text of digits, as in events: a member has one type wherever it is.
  private static func json(_ epoch: Epoch) -> JSON {
    ["tijdperk": .string(epoch.name), "tijdperkbegin": .string(String(epoch.start))]
  }

  /// As many of the first as fit a page, one at least: over a queue, what is asked without an end stays the same however much is told
  /// meanwhile.
  private static func page(_ found: [EventHistory.Told]) -> ArraySlice<EventHistory.Told> {
    var size = 0
    let end = found.dropFirst().firstIndex { event in
      size += event.json.count
      return size + (found.first?.json.count ?? 0) > largestPage
    }
    return found[..<(end ?? found.endIndex)]
  }

  @Sendable private func events(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try request.query(["vanaf", "tot"])
    func number(_ key: String) throws(InvalidRequest) -> Int64? {
      try query.value(key, "Moet een nummer zijn, vanaf 1.") { Int64($0).flatMap { $0 > 0 ? $0 : nil } }
    }
    let first = try number("vanaf") ?? 1
    let last = try number("tot") ?? .max
    let found = try await history.events(of: actor.organisation, from: first, to: last)
    let page = Self.page(found)
    let events = try page.map { event -> JSON in
      do throws(JSONReader.Fault) { return try JSONReader.read(event.json, within: .ofOurs) } catch {
        throw StoreError.corrupt("an event that cannot be written")
      }
    }
    let isWhole = page.count == found.count && found.count < EventHistory.page
    let next = isWhole ? nil : page.last.map { $0.number + 1 }
    let parameters = [("vanaf", next.map(String.init)), ("tot", last == .max ? nil : String(last))]
    return Response(
      .ok,
      [
        "gebeurtenissen": .array(events),
        "volgende": next == nil
          ? .null
          : .string(ListAddress.text(Self.path, parameters.compactMap { key, value in value.map { (key, $0) } })),
      ]
    )
  }
}
