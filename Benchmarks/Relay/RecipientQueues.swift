import AMQP

/// The quorum queues of the recipients. They are where messages are counted.
struct RecipientQueues {
  let broker: AMQPConnection
  let names: [String]

  func declare() async throws {
    for name in names { try await broker.declare(.quorum(name)) }
  }

  /// Counts what arrived and empties the queues.
  /// - Throws: when it is not `expected`: something was lost, or came twice.
  func collect(_ expected: Int) async throws {
    var count = 0
    for name in names { count += try await broker.queueInfo(name).messageCount }
    for name in names { try await broker.purgeQueue(name) }
    guard count == expected else {
      throw BenchmarkError.notWhatWasAsked("\(count) messages arrived of \(expected)")
    }
  }
}
