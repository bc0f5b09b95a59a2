internal import CRabbitMQ

extension Session {
  func send(_ request: Request, on channel: UInt16) throws(AMQPError) {
    arena.reset()
    switch request {
    case .openChannel:
      try unsafe send(AMQP_CHANNEL_OPEN_METHOD, amqp_channel_open_t(), on: channel)
    case .closeChannel:
      let close = unsafe amqp_channel_close_t(reply_code: 200, reply_text: amqp_bytes_t(), class_id: 0, method_id: 0)
      try unsafe send(AMQP_CHANNEL_CLOSE_METHOD, close, on: channel)
    case .selectConfirms:
      try send(AMQP_CONFIRM_SELECT_METHOD, amqp_confirm_select_t(nowait: 0), on: channel)
    case .prefetch(let count):
      let quality = amqp_basic_qos_t(prefetch_size: 0, prefetch_count: count, global: 0)
      try send(AMQP_BASIC_QOS_METHOD, quality, on: channel)
    case .consume(let queue, let tag, let isExclusive, let arguments):
      try sendConsume(queue: queue, tag: tag, isExclusive: isExclusive, arguments: arguments, on: channel)
    case .cancel(let tag):
      try unsafe send(
        AMQP_BASIC_CANCEL_METHOD,
        amqp_basic_cancel_t(consumer_tag: arena.bytes(tag), nowait: 0),
        on: channel
      )
    case .declareQueue, .deleteQueue, .purgeQueue: try sendQueueRequest(request, on: channel)
    case .declareExchange, .deleteExchange: try sendExchangeRequest(request, on: channel)
    case .bind, .unbind: try sendBindingRequest(request, on: channel)
    }
  }

  private func sendConsume(
    queue: String,
    tag: String,
    isExclusive: Bool,
    arguments: AMQPTable,
    on channel: UInt16
  ) throws(AMQPError) {
    var consume = unsafe amqp_basic_consume_t()
    unsafe consume.queue = arena.bytes(queue)
    unsafe consume.consumer_tag = arena.bytes(tag)
    unsafe consume.exclusive = isExclusive ? 1 : 0
    unsafe consume.arguments = arena.table(arguments)
    try unsafe send(AMQP_BASIC_CONSUME_METHOD, consume, on: channel)
  }

  private func sendQueueRequest(_ request: Request, on channel: UInt16) throws(AMQPError) {
    switch request {
    case .declareQueue(let queue, let passive):
      try unsafe send(
        AMQP_QUEUE_DECLARE_METHOD,
        amqp_queue_declare_t(
          ticket: 0,
          queue: arena.bytes(queue.name),
          passive: passive ? 1 : 0,
          durable: queue.isDurable ? 1 : 0,
          exclusive: queue.isExclusive ? 1 : 0,
          auto_delete: queue.isAutoDelete ? 1 : 0,
          nowait: 0,
          arguments: arena.table(queue.arguments)
        ),
        on: channel
      )
    case .deleteQueue(let name, let ifUnused, let ifEmpty):
      try unsafe send(
        AMQP_QUEUE_DELETE_METHOD,
        amqp_queue_delete_t(
          ticket: 0,
          queue: arena.bytes(name),
          if_unused: ifUnused ? 1 : 0,
          if_empty: ifEmpty ? 1 : 0,
          nowait: 0
        ),
        on: channel
      )
    case .purgeQueue(let name):
      try unsafe send(
        AMQP_QUEUE_PURGE_METHOD,
        amqp_queue_purge_t(ticket: 0, queue: arena.bytes(name), nowait: 0),
        on: channel
      )
    default: preconditionFailure("not a request about a queue")
    }
  }

  private func sendExchangeRequest(_ request: Request, on channel: UInt16) throws(AMQPError) {
    switch request {
    case .declareExchange(let exchange):
      try unsafe send(
        AMQP_EXCHANGE_DECLARE_METHOD,
        amqp_exchange_declare_t(
          ticket: 0,
          exchange: arena.bytes(exchange.name),
          type: arena.bytes(exchange.kind.rawValue),
          passive: 0,
          durable: exchange.isDurable ? 1 : 0,
          auto_delete: exchange.isAutoDelete ? 1 : 0,
          internal: exchange.isInternal ? 1 : 0,
          nowait: 0,
          arguments: arena.table(exchange.arguments)
        ),
        on: channel
      )
    case .deleteExchange(let name):
      try unsafe send(
        AMQP_EXCHANGE_DELETE_METHOD,
        amqp_exchange_delete_t(ticket: 0, exchange: arena.bytes(name), if_unused: 0, nowait: 0),
        on: channel
      )
    default: preconditionFailure("not a request about an exchange")
    }
  }

  private func sendBindingRequest(_ request: Request, on channel: UInt16) throws(AMQPError) {
    switch request {
    case .bind(let binding):
      try unsafe send(
        AMQP_QUEUE_BIND_METHOD,
        amqp_queue_bind_t(
          ticket: 0,
          queue: arena.bytes(binding.queue),
          exchange: arena.bytes(binding.exchange),
          routing_key: arena.bytes(binding.routingKey),
          nowait: 0,
          arguments: arena.table(binding.arguments)
        ),
        on: channel
      )
    case .unbind(let binding):
      try unsafe send(
        AMQP_QUEUE_UNBIND_METHOD,
        amqp_queue_unbind_t(
          ticket: 0,
          queue: arena.bytes(binding.queue),
          exchange: arena.bytes(binding.exchange),
          routing_key: arena.bytes(binding.routingKey),
          arguments: arena.table(binding.arguments)
        ),
        on: channel
      )
    default: preconditionFailure("not a request about a binding")
    }
  }
}
