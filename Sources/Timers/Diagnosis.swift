/// What a watchdog makes of what it sees. No effects and no clock of its own: what was seen goes in, what is wrong comes out.
///
/// Time is counted only while the watchdog itself looks and the database answers. What was behind after an outage, a start
/// or a freeze gets as long to catch up as a loop that works may be silent.
package struct Diagnosis: Sendable {
  /// What can be wrong.
  package enum Trouble: String, Sendable, CaseIterable {
    /// The loop of this process did not look.
    case silent = "the sweep of this instance has stopped"
    /// Something is due and stays so, whoever should have carried it out.
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

  /// The database did not answer: nothing that happens meanwhile says anything of the loop.
  package mutating func lostSight() { (seenSince, behindSince) = (nil, nil) }

  /// - Parameters:
  ///   - late: how late the latest timer is that nobody put aside; `nil` when the database did answer but would not say.
  ///   - heartbeat: how long ago the loop last looked.
  package mutating func saw(late: Duration?, heartbeat: Duration, at now: ContinuousClock.Instant) -> Set<Trouble> {
    // This process stood still: then so did its loop, and neither is to blame.
    if let lastSeen, now - lastSeen > silence { lostSight() }
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
