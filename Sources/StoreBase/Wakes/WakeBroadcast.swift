import Foundation
public import Logging
public import Postgres

/// Carries wakes between the processes on one database.
///
/// After this process has committed something, a `NOTIFY` goes out in a transaction of its own, never in that of the
/// command: PostgreSQL would then let such commits pass one by one. While one is under way further wakes fold into the
/// next, and two of a kind are a pause apart, so the load stays flat when commands come fast.
///
/// A wake says "look" and nothing else. One that is lost costs time, never work: every loop also looks by itself.
public struct WakeBroadcast: Sendable {
  package static let channel = "casusregie_wake"

  package enum Topic: String, CaseIterable {
    case outbox, timers, settings
  }

  private let pool: PostgresPool
  private let configuration: PostgresConfiguration
  private let wakes: Wakes
  private let pause: Duration
  private let logger: Logger

  /// - Parameters:
  ///   - pool: for what is sent.
  ///   - configuration: for a connection of its own that listens.
  ///   - pause: at least this long between two notifications of a kind.
  public init(
    pool: PostgresPool,
    listeningWith configuration: PostgresConfiguration,
    wakes: Wakes,
    pause: Duration = .milliseconds(100),
    logger: Logger
  ) {
    self.pool = pool
    self.configuration = configuration
    self.wakes = wakes
    self.pause = pause
    self.logger = logger
  }

  /// Sends and listens until the task is cancelled.
  public func run() async {
    let listener = PostgresListener(configuration, channels: [Self.channel], logger: logger)
    await withDiscardingTaskGroup { group in
      group.addTask { await listener.run() }
      group.addTask { await hear(listener.events) }
      for topic in Topic.allCases { group.addTask { await tell(topic) } }
    }
  }

  private func tell(_ topic: Topic) async {
    let news = news(of: topic)
    while !Task.isCancelled {
      await news.wait(atMost: .seconds(3_600))
      guard !Task.isCancelled else { return }
      do {
        _ = try await pool.store { connection in
          try connection.query("select pg_notify(\(Self.channel), \(topic.rawValue))")
        }
      } catch {
        // The other processes look by themselves soon; when the database is away, they have nothing to look at.
        logger.debug("a wake was not sent", metadata: ["error": "\(error)"])
      }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: pause)
    }
  }

  private func news(of topic: Topic) -> Wake {
    switch topic {
    case .outbox: wakes.outboxNews
    case .timers: wakes.timerNews
    case .settings: wakes.settingsNews
    }
  }

  /// Our own notifications come back too. They wake a loop that has been woken already, and that costs one query.
  private func hear(_ events: AsyncStream<PostgresListener.Event>) async {
    for await event in events {
      switch event {
      case .notification(let notification): wake(Topic(rawValue: notification.payload))
      case .connected, .reconnected: Topic.allCases.forEach(wake)
      }
    }
  }

  private func wake(_ topic: Topic?) {
    switch topic {
    case .outbox: wakes.outbox.signalHere()
    case .timers: wakes.timers.signalHere()
    case .settings: wakes.settings.signalHere()
    case nil: break
    }
  }
}
