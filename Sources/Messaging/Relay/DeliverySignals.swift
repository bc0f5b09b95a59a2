import AMQP
import Synchronization

/// What a delivery waits for: the outcomes of its batches, and more events of its recipient. It waits regardless of cancellation: what
/// was sent is answered, or given up by its connection, within the limit of that.
final class DeliverySignals: Sendable {
  enum Signal: Sendable {
    case settled(Result<[PublishOutcome], AMQPError>)
    /// The recipient may have more to be told.
    case news
  }

  private struct State {
    var settled: [Int: Result<[PublishOutcome], AMQPError>] = [:]
    var hasNews = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// The recipient has more to be told.
  func tell() { wake { $0.hasNews = true } }

  func settle(_ batch: Int, _ outcomes: Result<[PublishOutcome], AMQPError>) { wake { $0.settled[batch] = outcomes } }

  /// Whether a batch whose outcome was not taken yet was not confirmed whole: nothing goes behind it then.
  var hasTrouble: Bool {
    state.withLock { state in
      state.settled.values.contains { outcomes in
        switch outcomes {
        case .success(let outcomes): !outcomes.allSatisfy { $0 == .confirmed }
        case .failure: true
        }
      }
    }
  }

  /// Waits until a batch is settled, or there is news, whichever is first. One caller at a time.
  func next(_ batch: Int) async -> Signal {
    while true {
      if let signal = state.withLock({ Self.take(batch, &$0) }) { return signal }
      await withCheckedContinuation { continuation in
        let isThere = state.withLock { state in
          if state.hasNews || state.settled[batch] != nil { return true }
          state.waiter = continuation
          return false
        }
        if isThere { continuation.resume() }
      }
    }
  }

  private static func take(_ batch: Int, _ state: inout State) -> Signal? {
    if let outcomes = state.settled.removeValue(forKey: batch) { return .settled(outcomes) }
    defer { state.hasNews = false }
    return state.hasNews ? .news : nil
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}
