/// The clock of the service jumps. No deadline may have an effect before its moment, or two; those that a jump passed over come soon.
extension FaultMaker {
  private static let minute = 60
  private static let hour = 60 * minute
  private static let day = 24 * hour
  /// Answers are remembered for thirty days, and partners send a command three times: the clock stays well within that.
  private static let furthest = 10 * day
  private static let soon = Duration.seconds(60)

  /// By minutes, by hours, or just beyond what is due next; the first time that.
  mutating func jumpAhead() async throws -> Deed {
    let room = try await Self.furthest - stage.secondsAhead()
    var length = chance(in: 0...1) == 0 ? chance(in: Self.minute...Self.hour) : chance(in: Self.hour...36 * Self.hour)
    let isBeyond = chance(in: 0...1) == 0 || done[.clockAhead] == nil
    if isBeyond, let next = try await stage.secondsUntilDue() { length = next + chance(in: 1...Self.minute) }
    return try await jump(min(length, max(Self.minute, room)))
  }

  /// To at most twelve hours before what time it is.
  mutating func jumpBack() async throws -> Deed {
    let room = try await stage.secondsAhead() + 12 * Self.hour
    guard room > Self.minute else { return try await jump(-Self.minute) }
    return try await jump(-chance(in: Self.minute...room))
  }

  private func jump(_ seconds: Int) async throws -> Deed {
    let (before, began) = (try await stage.firedDeadlines(), ContinuousClock.now)
    try await stage.moveClock(seconds: seconds)
    let due = try await stage.dueDeadlines()
    try await wait(for: "deadlines that are due since the clock jumped", limit: Self.soon) {
      try await stage.dueDeadlines() == 0
    }
    let length = (ContinuousClock.now - began).components.seconds
    let fired = try await stage.firedDeadlines() - before
    let ahead = try await stage.secondsAhead()
    let hours =
      "\(seconds < 0 ? "back" : "ahead") by \(abs(seconds) / Self.hour) h \(abs(seconds) % Self.hour / Self.minute) min"
    return Deed(
      "\(hours); \(due) deadlines were due at once, and \(fired) fired within \(length) s",
      undone: "the clock stays \(ahead / Self.minute) min ahead of the machine's"
    )
  }
}
