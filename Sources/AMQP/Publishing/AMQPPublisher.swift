/// A channel of its own on which every message is confirmed. It outlives a lost connection.
public struct AMQPPublisher: Sendable {
  let channel: Int
  let connection: AMQPConnection

  /// Publishes the messages in order and waits for the outcome of each. Calls may overlap: the messages of one call are sent
  /// after those of the call before it, without waiting for their confirms, up to the publisher's window.
  ///
  /// It never publishes twice: after ``PublishOutcome/unknown(_:)`` that is the caller's decision. Cancelling the task stops
  /// neither messages that were sent, nor the wait for their outcomes.
  /// - Returns: as many outcomes as messages, in the same order.
  /// - Throws: when no message was sent: no connection or a blocked one for longer than
  ///   ``AMQPConfiguration/operationTimeout``, closed, or a message that AMQP cannot carry.
  public func publish(_ messages: [AMQPMessage]) async throws(AMQPError) -> [PublishOutcome] {
    try await connection.publish(messages, on: channel)
  }

  /// One message; see ``publish(_:)-([AMQPMessage])``.
  public func publish(_ message: AMQPMessage) async throws(AMQPError) -> PublishOutcome {
    try await publish([message])[0]
  }

  /// As ``publish(_:)-([AMQPMessage])``, and returns as soon as the messages are in line behind those of former calls; so whoever
  /// calls it again after that has the order of its calls.
  /// - Parameters:
  ///   - waits: for a connection that takes messages; else it throws when there is none.
  ///   - outcomes: called once, on the thread of the connection, if this did not throw.
  public func send(
    _ messages: [AMQPMessage],
    waits: Bool = true,
    outcomes: @escaping @Sendable (Result<[PublishOutcome], AMQPError>) -> Void
  ) async throws(AMQPError) {
    try await connection.send(messages, on: channel, waits: waits, outcomes)
  }

  /// Closes the channel. Messages without an answer end as ``PublishOutcome/unknown(_:)``.
  public func close() async { await connection.closeChannel(channel, AMQPError(.closed, "the publisher was closed")) }
}
