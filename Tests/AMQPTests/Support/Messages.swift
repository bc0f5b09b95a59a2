import AMQP

extension AMQPMessage {
  /// A message that says its number, to the queue of that name.
  init(_ number: Int, to queue: String, isMandatory: Bool = true) {
    self.init(routingKey: queue, isMandatory: isMandatory, body: Array(String(number).utf8))
  }
}

extension AMQPDelivery {
  var text: String { String(decoding: body, as: UTF8.self) }
  var number: Int? { Int(text) }
}

extension AMQPConsumer {
  /// Acknowledges and returns the next `count` deliveries.
  func take(_ count: Int) async throws -> [AMQPDelivery] {
    var taken: [AMQPDelivery] = []
    for try await delivery in self {
      await delivery.ack()
      taken.append(delivery)
      if taken.count == count { break }
    }
    return taken
  }
}
