import Synchronization

/// How many requests of each organisation are worked on now: one alone must not have all that can be worked on at once, with however many
/// clients. An organisation with an issuer of its own names its clients itself, and no other organisation.
final class ClientShare: Sendable {
  private let most: Int
  /// Of those that have any, by the number of the organisation.
  private let current = Mutex<[String: Int]>([:])

  /// - Parameter requests: the most of all organisations together; one has half of it.
  init(of requests: Int) { most = max(1, requests / 2) }

  func enter(_ client: ClientLimits.Client) -> Bool {
    current.withLock { current in
      guard current[client.organisation, default: 0] < most else { return false }
      current[client.organisation, default: 0] += 1
      return true
    }
  }

  func leave(_ client: ClientLimits.Client) {
    current.withLock { current in
      current[client.organisation, default: 1] -= 1
      if current[client.organisation] == 0 { current[client.organisation] = nil }
    }
  }
}
