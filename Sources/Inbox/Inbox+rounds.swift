import CaseDoor
import Logging
import Outbox
import StoreBase

/// What the inbox does beside handling messages: dead letters that are to be handled once more, what waits, and alarms.
extension Inbox {
  /// How often a dead letter is begun once more at most: some minutes, or somebody has to look again.
  private static let mostRetries = 10

  func goRound() async {
    while !Task.isCancelled {
      do {
        try await standing.report(to: standings, hold: settings.round * 6)
        if standing.longest > settings.waitLimit { try await tell(.commands, true) }
        while !Task.isCancelled, let retry = try await processor.deadLetters.claimRetry() { await handle(retry) }
      } catch {
        // The next round tries again; the pool reports an outage.
        logger.debug("what waits could not be told", metadata: ["error": "\(error)"])
      }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: settings.round)
    }
  }

  /// Handles a dead letter as if it came now. Its command's id makes it harmless that it may be begun twice.
  private func handle(_ retry: DeadLetterStore.Retry) async {
    let owner = InboxOwner(number: retry.organisation, queue: "")
    let letters = processor.deadLetters
    do throws(CommandProcessor.Delay) {
      guard retry.attempts <= Self.mostRetries else { return try await end(retry, .retries) }
      guard let message = retry.text.flatMap(ReceivedMessage.init(kept:)) else { return try await end(retry, .damaged) }
      guard await isReady() else { throw .store(.notPrepared) }
      // What was asked for because a key is there now is not to fail for what was known before.
      let keys = try await owners.keys(of: owner, isFresh: true)
      let verdict = try await processor.judge(message, of: owner, keys)
      count(verdict, of: owner)
      try await storing { () async throws(StoreError) in
        if case .unreadable(let reason) = verdict {
          try await letters.endRetry(retry.id, reason: reason.rawValue)
        } else {
          try await letters.settle(retry.id)
        }
      }
    } catch {
      // Then it was no attempt. What the database does not take is counted as one, and begun again all the same.
      if error.isOfTheMoment { try? await letters.postponeRetry(retry.id) }
      logger.log(
        level: error.isOfTheMoment ? .debug : .error,
        "a dead letter that is to be handled once more waits",
        metadata: ["owner": "\(owner.number)", "number": "\(retry.id)", "reason": "\(error)"]
      )
    }
  }

  private func end(
    _ retry: DeadLetterStore.Retry,
    _ ending: DeadLetterEnding
  ) async throws(CommandProcessor.Delay) {
    let letters = processor.deadLetters
    logger.error(
      "a dead letter cannot be handled once more",
      metadata: ["owner": "\(retry.organisation)", "number": "\(retry.id)", "reason": "\(ending.rawValue)"]
    )
    try await storing { () async throws(StoreError) in
      try await letters.endRetry(retry.id, reason: ending.rawValue)
    }
  }

  /// What people have to look at.
  func reportTrouble() async {
    do throws(StoreError) {
      try await endOld()
      try await standings.forgetOld()
      let counts = try await processor.deadLetters.counts()
      InboxMetrics.deadLetters(counts.values.reduce(0, +))
      try await tell(.deadLetters, counts.values.contains { $0 > settings.deadLetterLimit })
      // An alarm is raised by the instance that has the commands, and over when none has done so for a while.
      if standing.longest <= settings.waitLimit { try await tell(.commands, false) }
    } catch {
      logger.debug("dead letters could not be counted", metadata: ["error": "\(error)"])
    }
  }

  /// Those that nobody looked at end by themselves, and not in silence.
  private func endOld() async throws(StoreError) {
    for letter in try await processor.deadLetters.endOld() {
      logger.warning(
        "a dead letter ended: its term is over",
        metadata: [
          "owner": "\(letter.organisation)", "number": "\(letter.id)",
          "reason": "\(DeadLetterEnding.retention.rawValue)",
        ]
      )
    }
  }

  private func tell(_ kind: AlarmStore.Kind, _ isTrouble: Bool) async throws(StoreError) {
    let isNews =
      isTrouble ? try await alarms.raise(kind, hold: settings.sweep * 3) : try await alarms.settle(kind)
    if isNews { processor.door.wakes.outbox.signal() }
  }
}
