import CRabbitMQ
import Foundation

/// The limit that the relay is held against: librabbitmq by itself, publishing the same messages to the same queues as fast
/// as confirms come in, on one connection and one channel. No outbox, no order to keep, nothing to remember.
final class BarePublisher {
  private static let channel: amqp_channel_t = 1
  private static let window = 1_000

  private let connection: amqp_connection_state_t
  private let queues: [[UInt8]]
  private let contentType: [UInt8]
  private let messageID = Array("00000000-0000-8000-8000-000000000000".utf8)
  private let body: [UInt8]
  private var confirms = Confirms()

  init(port: Int, user: String, password: String, queues: [String], contentType: String, body: [UInt8]) throws {
    self.queues = queues.map { Array($0.utf8) }
    self.contentType = Array(contentType.utf8)
    self.body = body
    connection = amqp_new_connection()
    guard let socket = amqp_tcp_socket_new(connection), amqp_socket_open(socket, "127.0.0.1", Int32(port)) == 0 else {
      throw Self.failure("no connection")
    }
    var properties = amqp_empty_table
    let login = crabbitmq_login_plain(
      connection,
      "/",
      0,
      AMQP_DEFAULT_FRAME_SIZE,
      0,
      &properties,
      user,
      password
    )
    guard login.reply_type == AMQP_RESPONSE_NORMAL, amqp_channel_open(connection, Self.channel) != nil,
      amqp_confirm_select(connection, Self.channel) != nil
    else { throw Self.failure("no channel with confirms") }
  }

  deinit { amqp_destroy_connection(connection) }

  /// Publishes `count` messages, to one queue after the other, with at most 1,000 not yet confirmed.
  /// - Returns: the time from the first publish to the last confirm.
  func publish(_ count: Int) throws -> Duration {
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<count {
      while confirms.outstanding >= Self.window { try awaitConfirm() }
      try send(to: queues[number % queues.count])
      confirms.sent()
    }
    while confirms.outstanding > 0 { try awaitConfirm() }
    return start.duration(to: clock.now)
  }

  private func send(to queue: [UInt8]) throws {
    let status = queue.withAMQPBytes { queue in
      contentType.withAMQPBytes { contentType in
        messageID.withAMQPBytes { messageID in
          body.withAMQPBytes { body in
            var properties = amqp_basic_properties_t()
            properties._flags = UInt32(
              AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
            )
            properties.content_type = contentType
            properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
            properties.message_id = messageID
            return amqp_basic_publish(
              connection,
              Self.channel,
              amqp_empty_bytes,
              queue,
              1,
              0,
              &properties,
              body
            )
          }
        }
      }
    }
    guard status == 0 else { throw Self.failure("publish: \(status)") }
  }

  private func awaitConfirm() throws {
    amqp_maybe_release_buffers(connection)
    var frame = amqp_frame_t()
    guard amqp_simple_wait_frame(connection, &frame) == 0 else { throw Self.failure("no answer") }
    guard Int32(frame.frame_type) == AMQP_FRAME_METHOD, frame.payload.method.id == UInt32(AMQP_BASIC_ACK_METHOD),
      let decoded = frame.payload.method.decoded
    else { throw Self.failure("the broker did not take a message") }
    let ack = decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
    confirms.confirm(upTo: Int(ack.delivery_tag), multiple: ack.multiple != 0)
  }

  private static func failure(_ reason: String) -> BenchmarkError {
    .other(program: "the bare publisher", reason: reason)
  }
}

extension [UInt8] {
  /// The bytes as librabbitmq takes them, for as long as `body` runs. It does not write to them.
  fileprivate func withAMQPBytes<Result>(_ body: (amqp_bytes_t) -> Result) -> Result {
    withUnsafeBytes { buffer in
      body(amqp_bytes_t(len: buffer.count, bytes: UnsafeMutableRawPointer(mutating: buffer.baseAddress)))
    }
  }
}
