import Synchronization

/// Where the gate of a route leaves what the client may still ask, for the headers of whatever the answer will be.
final class StandingBox: Sendable {
  private let standing = Mutex<ClientStanding?>(nil)

  /// `nil` while nobody is known to ask, and when there is no limit.
  var value: ClientStanding? {
    get { standing.withLock { $0 } }
    set { standing.withLock { $0 = newValue } }
  }
}
