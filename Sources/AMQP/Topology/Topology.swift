/// The declarations made through a connection, in an order in which they can be repeated: exchanges and queues before the
/// bindings between them.
package struct Topology: Sendable, Equatable {
  private var exchanges: [AMQPExchange] = []
  private var queues: [AMQPQueue] = []
  private var bindings: [AMQPBinding] = []

  package init() {}

  /// A second declaration of the same name replaces the first.
  package mutating func add(_ exchange: AMQPExchange) {
    exchanges.removeAll { $0.name == exchange.name }
    exchanges.append(exchange)
  }

  package mutating func add(_ queue: AMQPQueue) {
    queues.removeAll { $0.name == queue.name }
    queues.append(queue)
  }

  package mutating func add(_ binding: AMQPBinding) {
    if !bindings.contains(binding) { bindings.append(binding) }
  }

  package mutating func remove(_ binding: AMQPBinding) { bindings.removeAll { $0 == binding } }

  /// Removes the queue and its bindings, as the broker deletes them together.
  package mutating func removeQueue(_ name: String) {
    queues.removeAll { $0.name == name }
    bindings.removeAll { $0.queue == name }
  }

  package mutating func removeExchange(_ name: String) {
    exchanges.removeAll { $0.name == name }
    bindings.removeAll { $0.exchange == name }
  }

  package var requests: [Request] {
    exchanges.map { .declareExchange($0) } + queues.map { .declareQueue($0, passive: false) }
      + bindings.map { .bind($0) }
  }
}
