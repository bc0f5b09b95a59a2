/// What a client may still ask, as the headers `RateLimit` and `RateLimit-Policy` tell it (draft-ietf-httpapi-ratelimit-headers).
package struct ClientStanding: Sendable, Equatable {
  private let rate: ClientRate
  /// How many requests it may do at once.
  package let remaining: Int
  /// Until it has all of them again; of a request that was refused, until it may do one.
  package let seconds: Int
  package let isRefused: Bool

  init(_ rate: ClientRate, remaining: Int, seconds: Int, isRefused: Bool = false) {
    self.rate = rate
    self.remaining = remaining
    self.seconds = seconds
    self.isRefused = isRefused
  }

  package var policy: String { rate.policy }
  package var limit: String { "\"\(ClientRate.name)\";r=\(remaining);t=\(seconds)" }
}
