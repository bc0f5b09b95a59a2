import Synchronization

/// Lets a loop sleep until there is something to do. A signal given while nobody waits is kept for the next who does, so
/// none is lost between looking and waiting; many signals are one.
public final class Wake: Sendable {
  private struct State {
    var isSignalled = false
    var waiter: (id: Int, continuation: CheckedContinuation<Void, Never>)?
    var lastID = 0
    var expired = 0
    var names = Names.some([])
  }

  /// Whom the signals since the last wait were about.
  public enum Names: Sendable, Hashable {
    /// Those, and nobody else.
    case some(Set<String>)
    /// Not all of them said so.
    case unknown

    mutating func add(_ others: Set<String>?) {
      guard case .some(let names) = self else { return }
      self = others.map { .some(names.union($0)) } ?? .unknown
    }
  }

  private let state = Mutex(State())
  /// Hears of each ``signal()`` too, so that other processes can be told.
  private let echo: Wake?

  public init() { echo = nil }

  init(echo: Wake) { self.echo = echo }

  /// There is work: wakes whoever waits, or the next who will, here and in the other processes.
  /// - Parameter names: whom it is about, for a loop that works for several; `nil` when that is not known.
  public func signal(about names: Set<String>? = nil) {
    signalHere(about: names)
    echo?.signalHere()
  }

  /// The same, for this process alone.
  public func signalHere(about names: Set<String>? = nil) {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      state.names.add(names)
      if state.waiter == nil { state.isSignalled = true }
      return state.waiter
    }
    waiter?.continuation.resume()
  }

  /// Whom the signals were about that came since this was last asked.
  public func takeNames() -> Names {
    state.withLock { state in
      defer { state.names = .some([]) }
      return state.names
    }
  }

  /// Returns at a signal, after `limit`, or when the task is cancelled. One waiter at a time.
  public func wait(atMost limit: Duration) async {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let alarm = Task {
      // Cancelled when the signal came first: then there is nobody to wake.
      try? await Task.sleep(for: limit)
      finish(id)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          if state.isSignalled || state.expired == id || Task.isCancelled {
            state.isSignalled = false
            return true
          }
          state.waiter = (id, continuation)
          return false
        }
        if isDue { continuation.resume() }
      }
    } onCancel: {
      finish(id)
    }
    alarm.cancel()
  }

  private func finish(_ id: Int) {
    let waiter = state.withLock { state in
      // The alarm or the cancellation may come before the waiter has sat down.
      state.expired = max(state.expired, id)
      guard let waiter = state.waiter, waiter.id == id else { return nil as CheckedContinuation<Void, Never>? }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume()
  }
}

/// The loops of this process that a command may give work. Other processes hear of it through ``WakeBroadcast``.
public struct Wakes: Sendable {
  public let outbox: Wake
  public let timers: Wake
  /// Administrators set something: cases are to be counted by it.
  public let settings: Wake
  /// People decided to ask at once whether a person is known. Other processes hear of it when they next look.
  public let matches = Wake()
  /// What is still to be told to other processes.
  let outboxNews = Wake()
  let timerNews = Wake()
  let settingsNews = Wake()

  public init() {
    outbox = Wake(echo: outboxNews)
    timers = Wake(echo: timerNews)
    settings = Wake(echo: settingsNews)
  }
}
