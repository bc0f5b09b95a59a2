/// Derives from what a watchdog observes what is wrong. It has no effects and no clock: observations go in, troubles come
/// out.
///
/// Time only counts while the watchdog itself runs and the database answers. After an outage, a start or a freeze, the loop
/// gets as much time to catch up as it may be silent.
package struct Diagnosis: Sendable {
  /// What can be wrong.
  package enum Trouble: String, Sendable, CaseIterable {
    /// The loop of this process does no rounds.
    case silent = "the sweep of this instance has stopped"
    /// Something is due and is not carried out by any instance.
    case behind = "deadlines that are due are not carried out"
  }

  /// How long a loop may be silent.
  let silence: Duration
  /// How late a timer may be.
  let lateness: Duration

  private var seenSince: ContinuousClock.Instant?
  private var behindSince: ContinuousClock.Instant?
  private var lastSeen: ContinuousClock.Instant?

  package init(silence: Duration, lateness: Duration) {
    self.silence = silence
    self.lateness = lateness
  }

  /// Begins to observe anew: the database did not answer, so nothing that happened meanwhile says anything about the loop.
  package mutating func reset() { (seenSince, behindSince) = (nil, nil) }

  /// - Parameters:
  ///   - late: how late the latest timer is that was not put aside; `nil` when the database answered but could not count.
  ///   - heartbeat: how long ago the loop last did a round.
  package mutating func saw(late: Duration?, heartbeat: Duration, at now: ContinuousClock.Instant) -> Set<Trouble> {
    // This process was frozen, and its loop with it.
    if let lastSeen, now - lastSeen > silence { reset() }
    lastSeen = now
    let since = seenSince ?? now
    seenSince = since
    if let late { behindSince = late > lateness ? behindSince ?? now : nil }
    var troubles: Set<Trouble> = []
    if min(heartbeat, now - since) > silence { troubles.insert(.silent) }
    if let behindSince, now - behindSince > silence { troubles.insert(.behind) }
    return troubles
  }
}
