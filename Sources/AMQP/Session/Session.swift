internal import CRabbitMQ

/// One connection of librabbitmq from login to its end: after any failure it is dropped and a new one is made.
///
/// Not `Sendable`: the library forbids two threads on one handle, and the actor that owns the session keeps to one. It knows
/// nothing of confirms, consumers or recovery; it sends methods and returns frames.
@safe final class Session {
  let handle: amqp_connection_state_t
  let arena = Arena()
  private var framesSinceRelease = 0

  init(handle: amqp_connection_state_t) { unsafe self.handle = unsafe handle }

  deinit { unsafe amqp_destroy_connection(handle) }

  /// The socket, for waiting on it; owned by the library.
  var descriptor: Int32 { unsafe amqp_get_sockfd(handle) }

  /// The size of the largest frame that both sides accept, in bytes.
  var frameMax: Int { Int(unsafe amqp_get_frame_max(handle)) }

  /// The version that the broker said before the login.
  var brokerVersion: String? {
    guard let properties = unsafe amqp_get_server_properties(handle) else { return nil }
    guard case .string(let version)? = unsafe AMQPTable(properties.pointee)["version"] else { return nil }
    return version
  }

  /// The next frame, or `nil` when none came before `deadline` (`nil`: none is there now). It also sends our heartbeat when
  /// it is due, and throws when the broker's heartbeats do not come.
  func nextFrame(until deadline: ContinuousClock.Instant? = nil) throws(AMQPError) -> Frame? {
    releaseBuffersNowAndThen()
    var frame = unsafe amqp_frame_t()
    let limit = deadline.map { ContinuousClock.now.duration(to: $0) } ?? .zero
    let status = unsafe crabbitmq_next_frame(handle, &frame, limit.microseconds)
    if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
    try Self.check(status, "reading from the broker")
    framesSinceRelease += 1
    return unsafe Frame(frame)
  }

  /// The library keeps every frame that it decoded until it may release them.
  private func releaseBuffersNowAndThen() {
    guard framesSinceRelease > 0 else { return }
    let hasMore = unsafe amqp_data_in_buffer(handle) != 0
    guard framesSinceRelease >= 64 || !hasMore else { return }
    unsafe amqp_maybe_release_buffers(handle)
    framesSinceRelease = 0
  }

  func send<Method>(_ id: UInt32, _ method: Method, on channel: UInt16) throws(AMQPError) {
    var method = method
    let status = unsafe withUnsafeMutablePointer(to: &method) { pointer in
      unsafe amqp_send_method(handle, channel, id, pointer)
    }
    try Self.check(status, "writing to the broker")
  }

  /// Answers the broker's closing of a channel, after which the channel's number is free again.
  func confirmChannelClose(_ channel: UInt16) throws(AMQPError) {
    try send(AMQP_CHANNEL_CLOSE_OK_METHOD, amqp_channel_close_ok_t(), on: channel)
  }

  static func check(_ status: Int32, _ action: String) throws(AMQPError) {
    guard status < 0 else { return }
    throw AMQPError(.notConnected, "\(action): \(Self.text(of: status))")
  }

  static func text(of status: Int32) -> String {
    guard let text = unsafe amqp_error_string2(status) else { return "status \(status)" }
    return unsafe String(cString: text)
  }
}

extension Duration {
  /// Whole microseconds, at least zero.
  var microseconds: Int64 {
    let (seconds, attoseconds) = max(self, .zero).components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
