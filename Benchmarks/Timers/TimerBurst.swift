import Development
import Foundation
import LocalServices

/// Many deadlines due together, two instances, and one of them killed in the middle.
struct TimerBurst {
  /// How the due moments lie.
  enum Spread: String {
    case second = "spread over one second"
    case instant = "at the very same instant"
  }

  struct Outcome {
    /// Milliseconds from the due moment to the commit of the effect, in order.
    let lateness: [Double]
    /// How many had fired when the instance was killed.
    let firedBefore: Int

    func percentile(_ share: Double) -> Double {
      lateness[min(lateness.count - 1, Int((Double(lateness.count) * share).rounded(.up)) - 1)]
    }
  }

  /// Between the making of the cases and the first moment: the loops have looked by then, and sleep until it.
  private static let lead = 6

  let installation: TimerInstallation
  let count: Int

  /// With two instances at rest.
  /// - Parameter victim: the one that is killed.
  func run(_ spread: Spread, victim: ServiceProcess) async throws -> Outcome {
    let before = try await installation.number("select count(*) from journal where kind = 'deadline'")
    let first = try await fill(spread)
    let ofBurst = "at >= to_timestamp(\(first)) and at <= to_timestamp(\(first + 1))"
    let pending = try await installation.number("select count(*) from timer where outcome is null and \(ofBurst)")
    guard pending == Double(count) else {
      throw BenchmarkError.notWhatWasAsked("\(Int(pending)) deadlines due in the second, of \(count)")
    }
    let firedBefore = try await killInTheMiddle(victim, ofBurst)
    try await awaitSettled(ofBurst)
    try await check(after: before, ofBurst)
    let lateness = try await installation.rows(
      """
      select extract(epoch from pg_xact_commit_timestamp(xmin) - at) * 1000 from timer
      where outcome = 'fired' and \(ofBurst) order by 1
      """
    ).compactMap { $0.first.flatMap { Double($0) } }
    return Outcome(lateness: lateness, firedBefore: firedBefore)
  }

  /// Makes the cases, with the clock set so that their first timers are due when they are to be.
  /// - Returns: the first due moment, in seconds since 1970.
  private func fill(_ spread: Spread) async throws -> Int {
    let fillingTime = count / 150
    let now = try await installation.number("select extract(epoch from clock_timestamp())")
    let first = Int(now) + fillingTime + Self.lead
    // 7,919 is prime: each of the moments comes as often as the others, in no order.
    let offset = spread == .instant ? "0" : "(nextval('tick') * 7919 % 1000) / 1000.0"
    _ = try await installation.rows(
      """
      create sequence if not exists tick;
      create or replace function service_now() returns timestamptz language sql volatile
      return to_timestamp(\(first) - 86400 + \(offset))
      """
    )
    try await installation.open(count)
    _ = try await installation.rows(
      """
      create or replace function service_now() returns timestamptz language sql volatile parallel safe
      return clock_timestamp() + (select ahead from local_clock)
      """
    )
    _ = try await installation.rows("analyze timer, case_file")
    return first
  }

  private func killInTheMiddle(_ victim: ServiceProcess, _ ofBurst: String) async throws -> Int {
    let watch = try await TimerWatch(installation, ofBurst)
    while true {
      let fired = try await watch.fired()
      if fired >= count / 3 {
        victim.kill()
        return fired
      }
      // Nothing tells how far it is but looking.
      try await Task.sleep(for: .milliseconds(3))
    }
  }

  private func awaitSettled(_ ofBurst: String) async throws {
    let watch = try await TimerWatch(installation, ofBurst)
    let end = ContinuousClock.now + .seconds(60)
    while try await watch.fired() < count {
      guard ContinuousClock.now < end else {
        throw BenchmarkError.notWhatWasAsked("not all deadlines fired within a minute")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Each effect once: as many journal entries as there were deadlines, no two of the same one.
  private func check(after before: Double, _ ofBurst: String) async throws {
    let entries = try await installation.number("select count(*) from journal where kind = 'deadline'") - before
    let matched = try await installation.number(
      """
      select count(distinct (j.case_id, j.timer)) from journal j join timer t
        on (t.case_id, t.deadline, t.number, t.at) = (j.case_id, j.name, j.timer, j.due_at)
      where j.kind = 'deadline' and t.outcome = 'fired' and t.\(ofBurst.replacing("and at", with: "and t.at"))
      """
    )
    guard entries == Double(count), matched == Double(count) else {
      throw BenchmarkError.notWhatWasAsked("\(Int(entries)) effects on record, \(Int(matched)) of different deadlines")
    }
  }
}
