internal import CRabbitMQ

/// The methods of the broker that this module uses.
enum BrokerMethod {
  case connectionClose(code: UInt16, text: String)
  case connectionBlocked(reason: String)
  case connectionUnblocked
  case channelClose(code: UInt16, text: String)
  case ack(tag: UInt64, multiple: Bool)
  case nack(tag: UInt64, multiple: Bool)
  case `return`(code: UInt16, text: String, exchange: String, routingKey: String)
  case deliver(tag: UInt64, isRedelivered: Bool, exchange: String, routingKey: String)
  case cancel
  case queueDeclared(name: String, messages: Int, consumers: Int)
  /// `queue.purge-ok` or `queue.delete-ok`, with the number of messages.
  case queueEmptied(method: UInt32, messages: Int)
  /// Every answer without content of its own.
  case other(method: UInt32)

  init(_ method: amqp_method_t) {
    let id = unsafe method.id
    guard let decoded = unsafe method.decoded else {
      self = .other(method: id)
      return
    }
    self = unsafe Self.closing(id, decoded) ?? Self.content(id, decoded) ?? Self.answer(id, decoded)
  }

  /// The method that it answers to, as its number on the wire.
  var answers: UInt32 {
    switch self {
    case .queueDeclared: AMQP_QUEUE_DECLARE_OK_METHOD
    case .queueEmptied(let method, _), .other(let method): method
    default: 0
    }
  }

  private static func closing(_ id: UInt32, _ decoded: UnsafeMutableRawPointer) -> BrokerMethod? {
    switch id {
    case AMQP_CONNECTION_CLOSE_METHOD:
      let close = unsafe decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
      return unsafe .connectionClose(code: close.reply_code, text: String(close.reply_text))
    case AMQP_CHANNEL_CLOSE_METHOD:
      let close = unsafe decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
      return unsafe .channelClose(code: close.reply_code, text: String(close.reply_text))
    case AMQP_CONNECTION_BLOCKED_METHOD:
      let blocked = unsafe decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee
      return unsafe .connectionBlocked(reason: String(blocked.reason))
    case AMQP_CONNECTION_UNBLOCKED_METHOD: return .connectionUnblocked
    case AMQP_BASIC_CANCEL_METHOD: return .cancel
    default: return nil
    }
  }

  private static func content(_ id: UInt32, _ decoded: UnsafeMutableRawPointer) -> BrokerMethod? {
    switch id {
    case AMQP_BASIC_ACK_METHOD:
      let ack = unsafe decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
      return .ack(tag: ack.delivery_tag, multiple: ack.multiple != 0)
    case AMQP_BASIC_NACK_METHOD:
      let nack = unsafe decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
      return .nack(tag: nack.delivery_tag, multiple: nack.multiple != 0)
    case AMQP_BASIC_RETURN_METHOD:
      let back = unsafe decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee
      return unsafe .return(
        code: back.reply_code,
        text: String(back.reply_text),
        exchange: String(back.exchange),
        routingKey: String(back.routing_key)
      )
    case AMQP_BASIC_DELIVER_METHOD:
      let delivery = unsafe decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee
      return unsafe .deliver(
        tag: delivery.delivery_tag,
        isRedelivered: delivery.redelivered != 0,
        exchange: String(delivery.exchange),
        routingKey: String(delivery.routing_key)
      )
    default: return nil
    }
  }

  private static func answer(_ id: UInt32, _ decoded: UnsafeMutableRawPointer) -> BrokerMethod {
    switch id {
    case AMQP_QUEUE_DECLARE_OK_METHOD:
      let declared = unsafe decoded.assumingMemoryBound(to: amqp_queue_declare_ok_t.self).pointee
      return unsafe .queueDeclared(
        name: String(declared.queue),
        messages: Int(declared.message_count),
        consumers: Int(declared.consumer_count)
      )
    case AMQP_QUEUE_PURGE_OK_METHOD:
      let purged = unsafe decoded.assumingMemoryBound(to: amqp_queue_purge_ok_t.self).pointee
      return .queueEmptied(method: id, messages: Int(purged.message_count))
    case AMQP_QUEUE_DELETE_OK_METHOD:
      let deleted = unsafe decoded.assumingMemoryBound(to: amqp_queue_delete_ok_t.self).pointee
      return .queueEmptied(method: id, messages: Int(deleted.message_count))
    default: return .other(method: id)
    }
  }
}
