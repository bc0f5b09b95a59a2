internal import CRabbitMQ

/// A method that the broker answers, on the same channel.
package enum Request: Sendable, Equatable {
  case openChannel
  case closeChannel
  case selectConfirms
  case prefetch(UInt16)
  case consume(queue: String, tag: String, isExclusive: Bool, arguments: AMQPTable)
  case cancel(tag: String)
  case declareQueue(AMQPQueue, passive: Bool)
  case deleteQueue(name: String, ifUnused: Bool, ifEmpty: Bool)
  case purgeQueue(name: String)
  case declareExchange(AMQPExchange)
  case deleteExchange(name: String)
  case bind(AMQPBinding)
  case unbind(AMQPBinding)

  /// The method that answers it on success, as its number on the wire.
  var answer: UInt32 {
    switch self {
    case .openChannel: AMQP_CHANNEL_OPEN_OK_METHOD
    case .closeChannel: AMQP_CHANNEL_CLOSE_OK_METHOD
    case .selectConfirms: AMQP_CONFIRM_SELECT_OK_METHOD
    case .prefetch: AMQP_BASIC_QOS_OK_METHOD
    case .consume: AMQP_BASIC_CONSUME_OK_METHOD
    case .cancel: AMQP_BASIC_CANCEL_OK_METHOD
    case .declareQueue: AMQP_QUEUE_DECLARE_OK_METHOD
    case .deleteQueue: AMQP_QUEUE_DELETE_OK_METHOD
    case .purgeQueue: AMQP_QUEUE_PURGE_OK_METHOD
    case .declareExchange: AMQP_EXCHANGE_DECLARE_OK_METHOD
    case .deleteExchange: AMQP_EXCHANGE_DELETE_OK_METHOD
    case .bind: AMQP_QUEUE_BIND_OK_METHOD
    case .unbind: AMQP_QUEUE_UNBIND_OK_METHOD
    }
  }

  /// For logs and errors: the method and its object, never its arguments.
  package var summary: String {
    switch self {
    case .openChannel: "open a channel"
    case .closeChannel: "close a channel"
    case .selectConfirms: "ask for confirms"
    case .prefetch(let count): "set the prefetch to \(count)"
    case .consume(let queue, _, _, _): "consume queue \(queue)"
    case .cancel: "cancel a consumer"
    case .declareQueue(let queue, let passive): "\(passive ? "look up" : "declare") queue \(queue.name)"
    case .deleteQueue(let name, _, _): "delete queue \(name)"
    case .purgeQueue(let name): "purge queue \(name)"
    case .declareExchange(let exchange): "declare exchange \(exchange.name)"
    case .deleteExchange(let name): "delete exchange \(name)"
    case .bind(let binding): "bind queue \(binding.queue) to exchange \(binding.exchange)"
    case .unbind(let binding): "unbind queue \(binding.queue) from exchange \(binding.exchange)"
    }
  }
}
