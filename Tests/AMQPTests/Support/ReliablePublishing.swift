import AMQP

extension AMQPPublisher {
  /// Publishes numbered messages until each one is confirmed, as a relay does: what was not confirmed goes again, in order.
  /// - Returns: how many were sent more than once.
  func publishUntilConfirmed(_ numbers: [Int], to queue: String) async throws(AMQPError) -> Int {
    var left = numbers
    var repeated = 0
    while !left.isEmpty {
      do throws(AMQPError) {
        let outcomes = try await publish(left.map { AMQPMessage($0, to: queue) })
        left = zip(left, outcomes).filter { $1 != .confirmed }.map(\.0)
        repeated += left.count
      } catch {
        guard error.isRetriable else { throw error }
      }
    }
    return repeated
  }
}
