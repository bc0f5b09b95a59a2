public import CaseCore
public import CaseDoor
import Foundation
public import Logging
public import ServiceLifecycle
public import StoreBase

/// Compares the cases of all regions at fixed moments, and at once where people decided so, and tells those that may be about one person.
///
/// Any number of loops may run: one at a time does the work, and what one left when it was killed the next does. A case is told once of each
/// other, however often they are compared.
public struct MatchLoop: Service {
  private let matcher: CaseMatcher
  private let store: MatchStore
  private let moments: MatchMoments
  private let calendar: WorkCalendar
  private let wake: Wake
  private let sweep: Duration
  private let logger: Logger
  private let metrics = MatchMetrics()

  /// How long nobody else takes the work: longer than any comparison takes. Whoever is killed leaves it held for so long.
  private let hold: Duration

  /// - Parameter sweep: the longest time between two looks.
  public init(
    matcher: CaseMatcher,
    store: MatchStore,
    moments: MatchMoments,
    calendar: WorkCalendar = .standard,
    wake: Wake,
    sweep: Duration = .seconds(30),
    hold: Duration = .seconds(300),
    logger: Logger
  ) {
    self.matcher = matcher
    self.store = store
    self.moments = moments
    self.calendar = calendar
    self.wake = wake
    self.sweep = sweep
    self.hold = hold
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var failures = FailureLog(of: "matches", logger: logger)
      while !Task.isCancelled {
        var pause = sweep
        do throws(StoreError) {
          pause = try await round()
          failures.recovered()
        } catch { failures.add(error) }
        await wake.wait(atMost: pause)
      }
    }
  }

  /// Compares what is to be compared now.
  /// - Returns: how long there is nothing to do, as far as is known.
  private func round() async throws(StoreError) -> Duration {
    let standing = try await store.standing()
    let last = moments.last(until: standing.now, calendar)
    let isDue = last.map { moment in standing.done.map { $0 < moment } ?? true } ?? false
    if isDue || standing.isAsked, try await store.take(for: hold) {
      var done: Instant?
      do throws(StoreError) {
        // Another may have done it between the look and the hold.
        let now = try await store.standing()
        let isStillDue = last.map { moment in now.done.map { $0 < moment } ?? true } ?? false
        if isStillDue || now.isAsked {
          try await compare(isAtOnce: !isStillDue)
          if isStillDue, !Task.isCancelled { done = last }
        }
      } catch {
        try await store.release(done: nil)
        throw error
      }
      try await store.release(done: done)
    }
    guard let next = moments.next(after: standing.now, calendar) else { return sweep }
    return min(sweep, .microseconds(max(0, next.microseconds(since: standing.now))))
  }

  private func compare(isAtOnce: Bool) async throws(StoreError) {
    let outcome = try await matcher.compare(isAtOnce: isAtOnce)
    metrics.record(outcome)
    for (id, error) in outcome.failed {
      logger.error(
        "a case cannot be compared with others",
        metadata: ["case": "\(id.uuidString.lowercased())", "error": "\(error)"]
      )
    }
    if outcome.crowded > 0 {
      logger.warning(
        "more cases have one name and date of birth than one person can have",
        metadata: ["hashes": "\(outcome.crowded)"]
      )
    }
    if !outcome.told.isEmpty {
      let told = Dictionary(grouping: outcome.told, by: \.self).sorted { $0.key < $1.key }
      logger.notice(
        "cases may be about the same person",
        metadata: ["told": "\(told.map { "\($0.key): \($0.value.count)" }.joined(separator: ", "))"]
      )
    }
  }
}
