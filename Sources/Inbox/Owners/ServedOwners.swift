import Synchronization

/// The organisations whose queues this instance consumes: those that it should, and those that it does.
final class ServedOwners: Sendable {
  private struct State {
    var wanted: Set<InboxOwner> = []
    var served: Set<InboxOwner> = []
  }

  private let state = Mutex(State())

  /// - Parameter all: that take part now.
  /// - Returns: those that nobody serves yet: somebody has to begin.
  func begin(_ all: [InboxOwner]) -> [InboxOwner] {
    state.withLock { state in
      state.wanted = Set(all)
      return all.filter { state.served.insert($0).inserted }
    }
  }

  /// Whether to go on for an organisation. Whoever is told not to has ended: when the organisation comes back, somebody begins
  /// again.
  func goesOn(_ owner: InboxOwner) -> Bool {
    state.withLock { state in
      if !state.wanted.contains(owner) { state.served.remove(owner) }
      return state.wanted.contains(owner)
    }
  }
}
