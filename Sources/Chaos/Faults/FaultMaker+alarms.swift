import LocalServices

/// A broker that takes no messages for want of memory or disk.
extension FaultMaker {
  /// Nothing can be told and no command comes in until the alarm is over; instances say so, and stay ready.
  mutating func raiseAlarm(_ shortage: LocalBroker.Shortage) async throws -> Deed {
    let broker = anyBroker()
    let attempts = try await raise(shortage, at: broker)
    let before = try await stage.confirmed()
    await pause()
    let missing = try await stage.instancesThatMissTheBroker()
    let waiting = try await stage.waitingEvents()
    let taken = try await stage.confirmed() - before
    try await broker.setAlarm(shortage, false)
    try await wait(for: "no instance to miss the broker") { try await stage.instancesThatMissTheBroker() == 0 }
    return Deed(
      "alarm for \(shortage.rawValue), seen at attempt \(attempts); \(missing) instances said that they miss the broker, "
        + "\(waiting) events waited, \(taken) more were confirmed",
      undone: "alarm over; no instance misses the broker"
    )
  }

  /// The broker tells of the alarm whoever publishes after it: so when nobody happened to, it is raised once more.
  /// - Returns: how often it was raised.
  private func raise(_ shortage: LocalBroker.Shortage, at broker: LocalBroker) async throws -> Int {
    for attempt in 1...20 {
      try await broker.setAlarm(shortage, true)
      do {
        try await wait(for: "an instance that misses the broker", limit: .seconds(3)) {
          try await stage.instancesThatMissTheBroker() > 0
        }
        return attempt
      } catch is ChaosFailure {
        try await broker.setAlarm(shortage, false)
        try await answers(1)
      }
    }
    throw ChaosFailure("no instance said that the broker takes no messages for want of \(shortage.rawValue)")
  }
}
