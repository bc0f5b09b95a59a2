import AMQP
import Messaging

/// Counts what is in the queues of a partner that is to be removed. AMQP tells what is ready for delivery at this moment; the management API
/// tells also what was delivered and not acknowledged, some seconds late.
struct LeftMessages {
  /// For how long it is waited until the broker has put back what a client had that was shut out.
  private static let limit = Duration.seconds(60)
  private static let pause = Duration.milliseconds(200)
  /// For how long it is waited for RabbitMQ's figures, which it takes in rounds (`collect_statistics_interval`, 5 s).
  private static let countingLimit = Duration.seconds(120)

  let broker: AMQPConnection
  let administration: BrokerAdministration

  /// - Parameter isShutOut: nobody reads it any more then, as soon as the broker has ended the connections: all is ready.
  /// - Returns: what there is, in words; empty when there is nothing.
  func ofEvents(in queue: String, isShutOut: Bool) async throws -> [String] {
    let end = ContinuousClock.now + Self.limit
    guard var info = try await info(queue) else { return [] }
    while isShutOut, info.consumerCount > 0, ContinuousClock.now < end {
      try await Task.sleep(for: Self.pause)
      guard let next = try await self.info(queue) else { return [] }
      info = next
    }
    if isShutOut, info.consumerCount > 0 { return ["its queue \(queue) is being read"] }
    return info.messageCount == 0 ? [] : ["\(info.messageCount) events are in its queue \(queue)"]
  }

  /// The service reads it, and has some in hand: that the broker says late.
  func ofCommands(in queue: String, isShutOut: Bool) async throws -> [String] {
    guard let info = try await info(queue) else { return [] }
    var count = Int64(info.messageCount)
    if count == 0, isShutOut, info.consumerCount > 0 {
      // Nothing comes in any more, so the figures that are taken from now on are right.
      count = try await administration.countedDepth(of: queue, within: Self.countingLimit)?.messages ?? 0
    }
    return count == 0 ? [] : ["\(count) commands are in its queue \(queue)"]
  }

  /// `nil` when there is no such queue.
  private func info(_ queue: String) async throws -> AMQPQueueInfo? {
    do { return try await broker.queueInfo(queue) } catch  where error.kind == .channelClosed(.notFound) { return nil }
  }
}
