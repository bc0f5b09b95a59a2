internal import CRabbitMQ

/// One frame from the broker, copied from the library's buffers: the rest of the module never sees a pointer.
struct Frame {
  enum Payload {
    case method(BrokerMethod)
    case header(bodySize: UInt64, AMQPProperties)
    case body([UInt8])
    /// Heartbeats, and frame types that the protocol may add.
    case other
  }

  let channel: UInt16
  let payload: Payload

  init(_ frame: amqp_frame_t) {
    channel = unsafe frame.channel
    switch Int32(unsafe frame.frame_type) {
    case AMQP_FRAME_METHOD:
      payload = unsafe .method(BrokerMethod(frame.payload.method))
    case AMQP_FRAME_HEADER:
      let header = unsafe frame.payload.properties
      payload = unsafe .header(bodySize: header.body_size, Self.properties(header.decoded))
    case AMQP_FRAME_BODY:
      payload = unsafe .body([UInt8](frame.payload.body_fragment))
    default:
      payload = .other
    }
  }

  private static func properties(_ decoded: UnsafeMutableRawPointer?) -> AMQPProperties {
    guard let decoded = unsafe decoded else { return AMQPProperties() }
    return unsafe AMQPProperties(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee)
  }
}
