/// So many requests in a row, which come back evenly over a time.
///
/// A token bucket in its shortest form (GCRA: ITU-T I.371, A): only the moment is kept at which all requests have come back.
struct RequestBucket: Sendable, Equatable {
  /// As the headers name it.
  let name: String
  let requests: Int
  /// In whole seconds.
  let period: Duration

  /// - Returns: `nil` for no limit.
  init?(_ name: String, requests: Int, period: Duration) {
    guard requests > 0, period > .zero else { return nil }
    (self.name, self.requests, self.period) = (name, requests, period)
  }

  /// What becomes of one request more.
  struct Outcome: Sendable {
    /// When all requests will have come back, with this one.
    let full: ContinuousClock.Instant
    /// How long to wait before it may come; `nil` when it may come now.
    let wait: Duration?
  }

  /// - Parameter full: when all requests will have come back, without this one; `nil` when they have.
  func one(more full: ContinuousClock.Instant?, at now: ContinuousClock.Instant) -> Outcome {
    let full = max(full ?? now, now) + period / requests
    let owed = full - now
    return Outcome(full: full, wait: owed > period ? owed - period : nil)
  }

  /// What is left while all requests come back at that moment.
  func left(_ full: ContinuousClock.Instant?, at now: ContinuousClock.Instant) -> (remaining: Int, seconds: Int) {
    let owed = max(full ?? now, now) - now
    return (max(0, Int((period - owed) / (period / requests))), owed.wholeSeconds)
  }

  /// As `RateLimit-Policy` says it.
  var policy: String { "\"\(name)\";q=\(requests);w=\(period.components.seconds)" }
}

extension Duration {
  /// Rounded up: what comes back in part of a second is not there before it is over.
  var wholeSeconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) + (attoseconds > 0 ? 1 : 0)
  }
}
