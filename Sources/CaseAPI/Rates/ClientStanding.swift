import Synchronization

/// What a client may still ask, as the headers `RateLimit` and `RateLimit-Policy` tell it (draft-ietf-httpapi-ratelimit-headers).
package struct ClientStanding: Sendable, Equatable {
  /// What is left in one of the buckets that it takes from.
  struct Part: Sendable, Equatable {
    let bucket: RequestBucket
    /// How many requests can be done at once.
    let remaining: Int
    /// Until all of them are back; where a request was refused, until one can be done.
    let seconds: Int
    let isRefused: Bool
  }

  /// The client's own comes first; then its organisation's, where that has a limit.
  private let parts: [Part]

  init(_ parts: [Part]) { self.parts = parts }

  /// How many requests it may do at once.
  package var remaining: Int { parts.map(\.remaining).min() ?? 0 }
  /// Until it has all of them again; of a request that was refused, until it may do one.
  package var seconds: Int { (isRefused ? parts.filter(\.isRefused) : parts).map(\.seconds).max() ?? 0 }
  package var isRefused: Bool { parts.contains(where: \.isRefused) }
  /// Whether its organisation has no more, with all its clients together.
  package var isRefusedToOrganisation: Bool { parts.dropFirst().contains(where: \.isRefused) }

  package var policy: String { parts.map(\.bucket.policy).joined(separator: ", ") }
  package var limit: String {
    parts.map { "\"\($0.bucket.name)\";r=\($0.remaining);t=\($0.seconds)" }.joined(separator: ", ")
  }
}

/// Where the gate of a route leaves what the client may still ask, for the headers of whatever the answer will be.
final class StandingBox: Sendable {
  private let standing = Mutex<ClientStanding?>(nil)

  /// `nil` while nobody is known to ask, and when there is no limit.
  var value: ClientStanding? {
    get { standing.withLock { $0 } }
    set { standing.withLock { $0 = newValue } }
  }
}
