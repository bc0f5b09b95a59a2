package import CaseAPI
import CaseCore
import Hummingbird
import Identity
package import LocalTime
import OrderedCollections
import Requests
package import StoreBase
import StrictJSON

/// What a service for local use has besides: a clock that can be moved forward, and its own issuer of tokens.
package struct LocalRoutes: Sendable {
  private let clock: LocalClock
  private let issuer: LocalIssuer
  private let wakes: Wakes

  /// - Parameter wakes: whom a moved clock may give work.
  package init(clock: LocalClock, issuer: LocalIssuer, wakes: Wakes) {
    self.clock = clock
    self.issuer = issuer
    self.wakes = wakes
  }

  package var routes: [Route] {
    [
      .get("/v1/lokaal/klok", open: { _, _ in try await Response(.ok, Self.json(clock.now())) }),
      .post("/v1/lokaal/klok", open: { request, _ in try await move(request) }),
      .get(
        "\(IssuerConfiguration.localPath)/.well-known/openid-configuration",
        open: { _, _ in Response(.ok, issuer.description) }
      ),
      .get("\(IssuerConfiguration.localPath)/sleutels", open: { _, _ in Response(.ok, issuer.keySet) }),
    ]
  }

  private func move(_ request: Request) async throws -> Response {
    guard case .object(let members) = try await request.json(), members.count == 1,
      case .string(let text)? = members["vooruit"],
      let length = try? Length(iso8601: text)  // whatever is wrong with it, the answer is the same
    else { throw Problem.invalid("vooruit", "Moet, als enige onderdeel, een duur zijn zoals P3M, P10D of PT36H.") }
    let now = try await clock.now()
    let moved = try await clock.advance(microseconds: now.adding(length).microseconds(since: now))
    wakes.timers.signal()
    return Response(.ok, Self.json(moved))
  }

  private static func json(_ now: Instant) -> JSON { ["tijdstip": .string(now.description)] }
}
