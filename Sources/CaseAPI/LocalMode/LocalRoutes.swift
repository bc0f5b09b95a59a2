import CaseCore
import CaseStore
import Hummingbird
import Identity
import OrderedCollections
import StrictJSON

/// What a service for local use has besides: a clock that can be moved forward, and its own issuer of tokens.
struct LocalRoutes: Sendable {
  let local: LocalMode

  var routes: [Route] {
    [
      .get("/v1/lokaal/klok", open: { _, _ in try await Response(.ok, Self.json(local.clock.now())) }),
      .post("/v1/lokaal/klok", open: { request, _ in try await move(request) }),
      .get(
        "\(LocalIssuer.path)/.well-known/openid-configuration",
        open: { _, _ in Response(.ok, local.issuer.description) }
      ),
      .get("\(LocalIssuer.path)/sleutels", open: { _, _ in Response(.ok, local.issuer.keySet) }),
    ]
  }

  private func move(_ request: Request) async throws -> Response {
    guard case .object(let members) = try await request.json(), members.count == 1,
      case .string(let text)? = members["vooruit"],
      let length = try? Length(iso8601: text)  // whatever is wrong with it, the answer is the same
    else { throw Problem.invalid("vooruit", "Moet, als enige onderdeel, een duur zijn zoals P3M, P10D of PT36H.") }
    let now = try await local.clock.now()
    let moved = try await local.clock.advance(microseconds: now.later(by: length).microseconds(since: now))
    local.wakes.timers.signal()
    return Response(.ok, Self.json(moved))
  }

  private static func json(_ now: Instant) -> JSON { ["tijdstip": .string(now.description)] }
}

extension Instant {
  /// The same time of day in Amsterdam so many days, weeks, months or years later; or so many hours later.
  fileprivate func later(by length: Length) -> Instant {
    let local = Amsterdam.local(at: self)
    let date: CivilDate
    switch length.unit {
    case .hours: return adding(seconds: Int64(length.amount) * 3_600)
    case .days: date = local.date.adding(days: length.amount)
    case .weeks: date = local.date.adding(days: length.amount * 7)
    case .months: date = local.date.adding(months: length.amount)
    case .years: date = local.date.adding(months: length.amount * 12)
    }
    return Amsterdam.startOfDay(date).adding(microseconds: local.microsecondOfDay)
  }
}
