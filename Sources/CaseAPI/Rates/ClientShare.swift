import Synchronization

/// How many requests of each client are worked on now: one alone must not have all that can be worked on at once.
final class ClientShare: Sendable {
  private let most: Int
  /// Of those that have any.
  private let current = Mutex<[ClientLimits.Client: Int]>([:])

  /// - Parameter requests: the most of all clients together; one has half of it.
  init(of requests: Int) { most = max(1, requests / 2) }

  func enter(_ client: ClientLimits.Client) -> Bool {
    current.withLock { current in
      guard current[client, default: 0] < most else { return false }
      current[client, default: 0] += 1
      return true
    }
  }

  func leave(_ client: ClientLimits.Client) {
    current.withLock { current in
      current[client, default: 1] -= 1
      if current[client] == 0 { current[client] = nil }
    }
  }
}
