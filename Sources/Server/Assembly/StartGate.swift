import ServiceLifecycle
import Synchronization

/// Closed until the start has been found right. What could do anything to a case waits at it.
final class StartGate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let state = Mutex(State())

  var isOpen: Bool { state.withLock(\.isOpen) }

  func open() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.isOpen = true
      return state.waiting
    }
    for one in waiting { one.finish() }
  }

  /// Waits until it opens.
  /// - Returns: `false` when the service ends before.
  func passes() async -> Bool {
    let (stream, continuation) = AsyncStream<Never>.makeStream()
    let isOpen = state.withLock { state in
      if !state.isOpen { state.waiting.append(continuation) }
      return state.isOpen
    }
    if !isOpen { await cancelWhenGracefulShutdown { for await _ in stream {} } }
    return self.isOpen
  }
}

/// A service that begins when the gate opens.
struct Gated<Inner: Service>: Service {
  let gate: StartGate
  let inner: Inner

  func run() async throws {
    if await gate.passes() { try await inner.run() }
  }
}
