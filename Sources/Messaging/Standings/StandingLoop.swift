public import AMQP
import CaseCore
import Foundation
public import Logging
public import Outbox
public import ServiceLifecycle
import StoreBase

/// Tells every recipient now and then how far it was told: the same for all at the same time, so that it shows nothing of anybody's cases.
///
/// It is told to whoever is there. What is not delivered is not sent again: the next one says the same and more. One that nobody reads
/// goes when the next one comes, as far as the broker allows. One that has to empty a former queue first is told when that is empty: until
/// then it would count as lost what it has not read yet.
public struct StandingLoop: Service {
  /// Between two of them.
  public static let interval = Duration.seconds(900)

  private let store: StandingStore
  private let broker: AMQPConnection
  private let source: EventSource
  private let interval: Duration
  private let pollInterval: Duration
  private let logger: Logger

  /// - Parameters:
  ///   - broker: as that of the relay.
  ///   - pollInterval: how often it checks whether it is time.
  public init(
    store: StandingStore,
    broker: AMQPConnection,
    source: EventSource,
    interval: Duration = StandingLoop.interval,
    pollInterval: Duration = .seconds(20),
    logger: Logger
  ) {
    (self.store, self.broker, self.source) = (store, broker, source)
    (self.interval, self.pollInterval, self.logger) = (interval, pollInterval, logger)
  }

  /// Runs until graceful shutdown or cancellation.
  public func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if broker.state == .connected { await tell() }
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: pollInterval)
      }
    }
  }

  private func tell() async {
    do {
      guard let (recipients, moment) = try await store.due(after: interval) else { return }
      var messages: [AMQPMessage] = []
      for recipient in recipients where try await hasReadFormer(recipient) {
        messages.append(message(recipient, at: moment))
      }
      let publisher = try await broker.makePublisher()
      let outcomes = try await publisher.publish(messages)
      await publisher.close()
      let missed = outcomes.count { $0 != .confirmed }
      if missed > 0 {
        logger.info("some recipients were not told how far they were told", metadata: ["count": "\(missed)"])
      }
    } catch {
      // Database and broker say themselves that they are away; the next time it is told again.
      logger.debug("recipients were not told how far they were told", metadata: ["error": "\(error)"])
    }
  }

  private func hasReadFormer(_ recipient: StandingStore.Recipient) async throws -> Bool {
    guard let queue = recipient.formerQueue else { return true }
    do { return try await broker.queueInfo(queue).messageCount == 0 } catch
      where error.kind == .channelClosed(.notFound)
    {
      return true
    }
  }

  private func message(_ recipient: StandingStore.Recipient, at moment: Instant) -> AMQPMessage {
    let id = UUID()
    var properties = AMQPProperties()
    properties.contentType = CloudEvent.contentType
    properties.messageID = id.uuidString.lowercased()
    properties.expiration = "\(interval.components.seconds * 1_000)"
    let body = CloudEvent.standing(recipient.standing, id: id, at: moment, from: source)
    return AMQPMessage(routingKey: recipient.queue, properties: properties, body: body)
  }
}
