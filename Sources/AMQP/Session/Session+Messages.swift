internal import CRabbitMQ

extension Session {
  func publish(_ message: AMQPMessage, on channel: UInt16) throws(AMQPError) {
    arena.reset()
    var properties = unsafe message.properties.encoded(in: arena)
    let exchange = unsafe arena.bytes(message.exchange)
    let routingKey = unsafe arena.bytes(message.routingKey)
    let status = unsafe message.body.withUnsafeBytes { body in
      // The library only reads the body; its type lacks the `const`.
      let bytes = unsafe amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
      return unsafe amqp_basic_publish(
        handle,
        channel,
        exchange,
        routingKey,
        message.isMandatory ? 1 : 0,
        0,
        &properties,
        bytes
      )
    }
    try Self.check(status, "publishing")
  }

  /// - Parameter multiple: and all before it.
  func ack(_ tag: UInt64, multiple: Bool = false, on channel: UInt16) throws(AMQPError) {
    try Self.check(unsafe amqp_basic_ack(handle, channel, tag, multiple ? 1 : 0), "acknowledging")
  }

  func reject(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws(AMQPError) {
    try Self.check(unsafe amqp_basic_reject(handle, channel, tag, requeue ? 1 : 0), "rejecting")
  }

  /// Joins the many small writes of `body` into full segments.
  func corked(_ body: () throws(AMQPError) -> Void) throws(AMQPError) {
    let descriptor = descriptor
    crabbitmq_cork(descriptor, 1)
    defer { crabbitmq_cork(descriptor, 0) }
    try body()
  }

  /// How many bytes can be written now without blocking this thread.
  var writableBytes: Int { Int(crabbitmq_writable_bytes(descriptor)) }

  /// Closes the connection and waits at most `limit` for the broker's answer.
  func close(limit: Duration) {
    // The session ends either way, so a broker that does not answer in time changes nothing.
    _ = unsafe crabbitmq_close(handle, limit.microseconds)
  }
}
